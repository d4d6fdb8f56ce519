"""Every word of the demonstration: plain, warm, and none that shames or sensationalises.

The list here is small on purpose: it guards these files without the site's own language check.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

# Words to avoid (block and warn), as patterns that take in their inflections.
AVOID = (
    r"child (?:prostitut|porn)\w*",
    r"child sex touris\w+",
    r"teen prostitut\w+",
    r"underage sex work\w*",
    r"prostitutes?",
    r"prostituted",
    r"rescu\w+",
    r"saved",
    r"voice for the voiceless",
    r"voiceless",
    r"sex slaves?",
    r"slaves?",
    r"enslave\w*",
    r"modern[- ]day slavery",
    r"modern slavery",
    r"trafficked across",
    r"illegal trade",
    r"pimps?",
    r"madams?",
    r"bottom girl",
    r"in the life",
    r"stable",
    r"lot lizards?",
    r"johns?",
    r"clients?",
    r"tricks?",
    r"punters?",
    r"happy trafficking",
    r"illegal (?:alien|immigrant)s?",
    r"an illegal",
    r"runaways?",
    r"throwaways?",
    r"promiscuous",
    r"lifestyle",
    r"(?:her|him)self at risk",
    r"boyfriends?",
    r"sexually active",
    r"drug runners?",
    r"county lines",
    r"mules?",
    r"claims?",
    r"claimed",
    r"alleg\w+",
    r"admits?",
    r"admitted",
    r"confess\w*",
    r"stor(?:y|ies)",
    r"uncooperative",
    r"refused",
    r"hostile",
    r"non-?compliant",
    r"why didn.t (?:you|s?he|they)",
    r"disputes?",
    r"consensual",
    r"addicts?",
    r"junkies?",
    r"clean",
    r"damaged",
    r"broken",
    r"ruined",
    r"shattered",
    r"hookers?",
    r"whores?",
    r"females",
    r"girls?",
    r"typical \w+",
    r"third[- ]world",
    r"trigger warnings?",
    r"triggers?",
    r"warnings?",
    r"exit(?:s|ed|ing)?",
    r"escap\w+",
    r"manpower",
    r"bruis\w+",
    r"blood\w*",
    r"beaten",
    r"beat(?:s|ing)?",
    r"chained",
    r"cage[ds]?",
)
# Names of statutes and organisations, and titles, are quoted as they are.
ALLOWED = (
    "Modern Slavery Act",
    "Modern Slavery & Exploitation Helpline",
    "gb-modern-slavery-helpline",
)
SHAMING = re.compile(
    r"\b(?:wrong(?:ly)?|incorrect(?:ly)?|fail(?:s|ed|ure)?|mistakes?|stupid(?:ly)?|careless\w*"
    r"|your fault|obviously|should have known|bad (?:choice|answer)|you lose|game over)\b",
    re.I,
)
HARD_GRADE = 9.0


@pytest.mark.parametrize("pattern", AVOID)
def test_no_word_that_labels_or_blames(
    pattern: str, everything_said: list[tuple[str, str]]
) -> None:
    found = []
    for name, text in everything_said:
        for allowed in ALLOWED:
            text = text.replace(allowed, "")
        found += [
            (name, text[max(0, each.start() - 30) : each.end() + 30])
            for each in re.finditer(rf"\b(?:{pattern})\b", text, re.I)
        ]
    assert found == []


def test_the_patterns_do_find_what_they_are_for() -> None:
    said = "He was rescued. She claims. A runaway. Typical victim."
    assert sum(bool(re.search(rf"\b(?:{each})\b", said, re.I)) for each in AVOID) == 4


def feedback_texts(lessons: list[Any], scenario: dict[str, Any]) -> list[str]:
    texts = [
        said for lesson in lessons for check in lesson.of("check") for _, _, said in check.options
    ]
    for scene in scenario["scenes"]:
        for choice in scene.get("choices", []):
            texts += [choice["feedback"][part] for part in ("happened", "why", "next_time")]
        for item in (scene.get("question") or {}).get("items", []):
            texts += [item["explanation"], *(each.get("feedback", "") for each in item["options"])]
        if scene.get("ending"):
            texts += [scene["ending"]["debrief"], scene["ending"]["outcome"]]
    return texts


def test_feedback_shames_nobody(lessons: list[Any], scenario: dict[str, Any]) -> None:
    assert [each for each in feedback_texts(lessons, scenario) if SHAMING.search(each)] == []


def test_shaming_words_would_be_found() -> None:
    assert SHAMING.search("That was wrong.")
    assert not SHAMING.search("He dropped the wrongdoer's name.")


def syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", word)))


def grade(text: str) -> float:
    """Flesch and Kincaid's school grade, near enough for a limit."""
    text = re.sub(r"https?://\S+|[#*_>`\[\]]", " ", text)
    # A heading or a list item ends like a sentence.
    text = re.sub(r"([^.?!:;\s])\s*\n\s*(?:\n|- |\d+\. )", r"\1. ", text)
    sentences = max(1, len(re.findall(r"[.?!]+[”\")]*(?:\s|$)", text)))
    found = re.findall(r"[A-Za-z][A-Za-z’'-]*", text)
    spoken = sum(syllables(each) for each in found)
    return 0.39 * len(found) / sentences + 11.8 * spoken / max(1, len(found)) - 15.59


def test_the_grade_tells_plain_from_hard() -> None:
    assert grade("The cat sat on the mat. It was warm. We like it.") < 2
    assert (
        grade(
            "Multidisciplinary organisational considerations necessitate comprehensive "
            "institutional implementation of established methodologies."
        )
        > 20
    )


def test_lessons_read_easily(lessons: list[Any]) -> None:
    for lesson in lessons:
        softer = lesson.of("softer")[0].body
        for part in (lesson.reading, softer, lesson.front["summary"]):
            assert grade(part) <= HARD_GRADE, (lesson.name, round(grade(part), 1), part[:60])


def test_scenes_read_easily(scenario: dict[str, Any]) -> None:
    for scene in scenario["scenes"]:
        parts = [scene["body"], (scene.get("softer") or {}).get("body", "")]
        parts += [each["text"] for each in scene.get("choices", [])]
        for item in (scene.get("question") or {}).get("items", []):
            parts += [item["text"], item["explanation"]]
            parts += [each.get("feedback", "") for each in item["options"]]
        assert grade("\n\n".join(parts)) <= HARD_GRADE, scene["id"]
        if scene.get("ending"):
            assert grade(scene["ending"]["debrief"]) <= HARD_GRADE, scene["id"]
