"""The table that `make bench` prints, and what counts as met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# Most that a row's ratio to the bare site may be (see docs/performance.md).
RATIOS = {"course": 3.0, "progress": 3.0, "lesson": 3.0, "answer": 3.0}
ANSWER_QUERIES = 10
GROWTH = 1.2
FIRST_REQUESTS, FIRST_BYTES = 10, 150_000
PROVER_SECONDS, MAP_SECONDS, FLOW_SECONDS = 1.0, 2.0, 1.0
LIST_SECONDS = 5.0
# Unpacking a large package to `unzip`, on the clock.
UNPACKING, ENOUGH_FILES = 2.0, 5000
# A certificate to the sum of a bare reportlab page and a bare pyHanko signature.
ISSUING = 1.5
# With fewer requests of a row, its ratio says more about the machine than about the site.
ENOUGH = 600
ENOUGH_PAPERS = 20


def print_table(results: dict[str, Any]) -> None:
    for line in lines(results):
        print(line)


def lines(results: dict[str, Any]) -> Iterator[str]:
    """The table as Markdown, as it stands in docs/performance.md."""
    stages = results["stages"]
    titles = results["titles"]
    machine = results["machine"]
    yield ""
    yield (
        f"{machine['cores']} cores, {machine['memory_gigabytes']} GB of memory, "
        f"Python {machine['python']}, Django {machine['django']}, Wagtail {machine['wagtail']}, "
        f"{machine['database']}."
    )
    yield ""
    yield (
        "| Request | "
        + " | ".join(
            f"{name}, {stage['learners']:,} learners"
            for stage in stages
            for name in ("queries", "CPU ms", "× bare")
        )
        + " |"
    )
    yield "|---" * (1 + 3 * len(stages)) + "|"
    for key, title in titles.items():
        cells = []
        for stage in stages:
            row = stage["rows"][key]
            cells += [str(row["queries"]), f"{row['milliseconds']:.1f}", f"{row['ratio']:.2f}"]
        yield f"| {title} | " + " | ".join(cells) + " |"
    for kind, title in (("page", "Bare page"), ("answer", "Bare answer")):
        key = next(key for key, against in results["against"].items() if against == kind)
        cells = []
        for stage in stages:
            cells += ["", f"{stage['rows'][key]['bare']:.1f}", "1"]
        yield f"| {title} | " + " | ".join(cells) + " |"
    last, first = stages[-1], results["first_load"]
    issued, proved = results["certificates"], results["prover"]
    site, bare = last["memory"]["site"], last["memory"]["bare"]
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| Answer in 500 scenes to one in 10, CPU | {last['answer_growth']:.2f} |"
    yield (
        f"| First load of a course page | {first['requests']} requests, "
        f"{first['bytes'] / 1000:.0f} KB |"
    )
    yield (
        f"| Certificates by one worker | {issued['a_second_of_cpu']:.1f} "
        f"in a second of CPU, {issued['a_second']:.1f} in a second |"
    )
    yield (
        f"| A certificate to a bare page and a bare signature "
        f"({issued['bare_a_second_of_cpu']:.1f} in a second of CPU) | {issued['ratio']:.2f} |"
    )
    yield (
        f"| Memory of the worker after half of {issued['certificates']:,.0f} certificates, and "
        f"after all | {issued['worker_megabytes_halfway']:.0f} MB, "
        f"{issued['worker_megabytes']:.0f} MB |"
    )
    yield f"| Memory of a web process | {max(site[1:]):.0f} MB (bare: {max(bare[1:]):.0f} MB) |"
    yield (
        f"| Proving {proved['scenes']:.0f} scenes, {proved['choices']:.0f} choices, "
        f"{proved['variables']:.0f} variables ({proved['states'] / 1e6:.1f} million states) "
        f"| {proved['seconds']:.2f} s of CPU |"
    )
    drawn, flow = results["map"], results["flow"]
    yield (
        f"| Map and proof of a draft of {drawn['scenes']:.0f} scenes, {drawn['choices']:.0f} "
        f"choices, {drawn['variables']:.0f} variables | {drawn['seconds']:.2f} s of CPU |"
    )
    yield (
        f"| Flow of choices in {flow['tries']:,.0f} tries ({flow['answers']:,.0f} answers) "
        f"| {flow['seconds']:.2f} s |"
    )
    package = results["package"]
    yield (
        f"| Package of {package['bytes'] / 2**20:.0f} MB, {package['files']:,} files: time to "
        f"`unzip`'s time ({package['unzip_seconds']:.1f} s, {package['unzip_cpu']:.1f} s of CPU) "
        f"| {package['ratio']:.2f} (CPU {package['cpu_ratio']:.2f}) |"
    )
    for each in results["lists"]:
        yield (
            f"| List of {each['listed']:,} codes, {each['issued']:,} certificates issued "
            f"| {each['seconds']:.2f} s, {each['queries']} queries |"
        )


def missed(results: dict[str, Any]) -> Iterator[str]:
    """A sentence for every target that is not met."""
    counts = [
        {key: row["queries"] for key, row in stage["rows"].items()} for stage in results["stages"]
    ]
    for key, title in results["titles"].items():
        seen = {each[key] for each in counts}
        if len(seen) > 1:
            yield f"{title}: the number of queries changes with the number of learners: {seen}"
    if any(each["answer"] > ANSWER_QUERIES for each in counts):
        yield f"An answer takes more than {ANSWER_QUERIES} queries."
    for stage in results["stages"] if enough(results) else ():
        for key, most in RATIOS.items():
            ratio = stage["rows"][key]["ratio"]
            if ratio > most:
                yield f"{results['titles'][key]}: {ratio:.2f} times the bare site, target {most}"
        if stage["answer_growth"] > GROWTH:
            yield f"An answer in 500 scenes costs {stage['answer_growth']:.2f} times one in 10."
    issued = results["certificates"]
    if issued["certificates"] >= ENOUGH_PAPERS and issued["ratio"] > ISSUING:
        yield (
            f"A certificate costs {issued['ratio']:.2f} times a bare page and a "
            f"bare signature, target {ISSUING}."
        )
    first = results["first_load"]
    if first["requests"] > FIRST_REQUESTS or first["bytes"] > FIRST_BYTES:
        yield f"First load: {first['requests']} requests, {first['bytes']} bytes."
    if results["prover"]["seconds"] > PROVER_SECONDS:
        yield f"The prover took {results['prover']['seconds']:.2f} seconds."
    if results["map"]["seconds"] > MAP_SECONDS:
        yield f"Drawing the map took {results['map']['seconds']:.2f} seconds."
    if results["flow"]["seconds"] > FLOW_SECONDS:
        yield f"Opening the flow of choices took {results['flow']['seconds']:.2f} seconds."
    package = results["package"]
    if package["files"] >= ENOUGH_FILES and package["ratio"] > UNPACKING:
        yield (
            f"Unpacking a large package takes {package['ratio']:.2f} times as long as `unzip`, "
            f"target {UNPACKING}."
        )
    lists = results["lists"]
    if max(each["seconds"] for each in lists) > LIST_SECONDS:
        yield f"A list of codes took {max(each['seconds'] for each in lists):.2f} seconds."
    if len({(each["queries"], each["page_queries"]) for each in lists}) > 1:
        yield "Checking takes more queries with more certificates or a longer list."


def enough(results: dict[str, Any]) -> bool:
    """Whether there are requests enough to judge ratios by."""
    return bool(results["turns"] * results["requests_a_turn"] >= ENOUGH)


def verdict(results: dict[str, Any]) -> int:
    """Print what was missed; 0 where nothing was."""
    sentences = list(missed(results))
    for sentence in sentences:
        print(f"Missed. {sentence}")
    if not enough(results):
        print(f"Ratios were not judged: that takes {ENOUGH} requests a row.")
    elif not sentences:
        print("Every target is met.")
    return 1 if sentences else 0
