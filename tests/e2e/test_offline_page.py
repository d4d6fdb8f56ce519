"""The page that checks without network, with the network cut: answers, camera, keyboard, axe."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
ADDRESS = "/verify/offline/"

# Run inside of the site: certificates as they are issued, and what else a verifier may be handed.
ISSUE = """
import json, sys, uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from django.utils import timezone
from accounts.models import User
from certification import keyring, vault
from certification.actions.issue_credential import issue_credential
from certification.offline.printed import Place, fragment
from certification.signers.base import Use
from certification.signers.files import FileSigner, new_private_key
from courses.content.models import CourseVersion
from courses.learning.models import Completion, Enrolment
folder = Path({folder!r})
version = CourseVersion.objects.filter(title__startswith="First contact").first()
codes = {{}}
for key, name in (("kept", "Amélie Þórsdóttir-Nguyễn"), ("withdrawn", "Bela Nagy")):
    person = User.objects.create_user(f"{{uuid.uuid4().hex}}@example.org", certificate_name=name)
    now = timezone.now()
    enrolment = Enrolment.objects.create(
        person=person, course_key=version.course_key, course_version=version, completed_at=now)
    completion = Completion.objects.create(
        enrolment=enrolment, person=person, course_version=version, completed_at=now, evidence={{}})
    credential = issue_credential(completion)
    codes[key] = credential.code
    for file in credential.files.all():
        data = vault.get(file.path, bytes(file.wrapped_key), file.sha256)
        (folder / f"{{key}}.{{file.kind}}").write_bytes(data)
facts = credential.facts()
ours = keyring.active(Use.JWT).signer
entry = credential.status_entry
place = Place(entry.list.number, entry.index + 1 if entry.index < 9 else entry.index - 1)
past = facts.issued_on - timedelta(days=400)
ended = facts.issued_on - timedelta(days=1)
def text(said, signer, at=place):
    return f"{{said.issuer_url}}/verify/{{said.code}}/#{{fragment(said, at, signer)}}"
texts = {{
    "expired": text(replace(facts, issued_on=past, valid_until=ended), ours),
    "last-day": text(replace(facts, valid_until=timezone.now().date()), ours),
    "early": text(replace(facts, valid_from=facts.issued_on + timedelta(days=9)), ours),
    "other-key": text(facts, FileSigner("jwt-0123456789", new_private_key("ES256"))),
    "our-key-id": text(facts, FileSigner(ours.key_id, new_private_key("ES256"))),
    "other-list": text(facts, ours, Place(77, 5)),
    "other-host": text(replace(facts, issuer_url="https://training.invalid"), ours),
}}
(folder / "made.json").write_text(json.dumps({{"codes": codes, "texts": texts}}))
"""
REVOKE = """
from certification.models import Credential
from certification.status_lists import set_place
one = Credential.objects.get(code={code!r})
Credential.objects.filter(pk=one.pk).update(standing="revoked")
set_place(one.status_entry)
"""
ROTATE = """
from certification.actions.make_keys import make_keys
from certification.models import SigningKey
for turn in range(2):
    SigningKey.objects.filter(use__in=["jwt", "credential"]).update(state="retired")
    make_keys()
"""


class Papers:
    """What a verifier holds in these tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        made = json.loads((folder / "made.json").read_text())
        self.codes: dict[str, str] = made["codes"]
        self.texts: dict[str, str] = made["texts"]

    def photo(self, name: str) -> Path:
        """The page as printed at 150 dots, lying a little askew, as a JPEG."""
        path = self.folder / f"{name}.jpg"
        if not path.exists():
            page = Image.open(self.drawn(name)).convert("RGB")
            askew = page.rotate(3, Image.Resampling.BICUBIC, fillcolor="white")
            askew.save(path, quality=80)
        return path

    def drawn(self, name: str) -> Path:
        """The page as poppler draws it at 150 dots an inch."""
        path = self.folder / f"{name}-page-1.png"
        if not path.exists():
            source, target = self.folder / f"{name}.pdf", self.folder / f"{name}-page"
            subprocess.run(["pdftoppm", "-r", "150", "-png", str(source), str(target)], check=True)
        return path

    def text(self, name: str) -> str:
        """What the printed code of an issued certificate says, as zbar reads it."""
        picture = str(self.drawn(name))
        done = subprocess.run(
            ["zbarimg", "--raw", "-q", picture], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()


@pytest.fixture(scope="module")
def papers(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Papers:
    for name in ("pdftoppm", "zbarimg"):
        assert shutil.which(name), f"{name} is missing: install poppler-utils and zbar-tools"
    folder = tmp_path_factory.mktemp("papers")
    site.manage("shell", "-c", ISSUE.format(folder=str(folder)))
    return Papers(folder)


def open_once(context: BrowserContext, page: Page) -> None:
    """Open the page with a network, as a verifier does beforehand, and cut the network."""
    page.goto(ADDRESS)
    expect(page.locator("#ready")).to_have_attribute("data-kept", "true")
    expect(page.locator("#ready")).to_have_attribute("data-fresh", "true")
    context.set_offline(True)
    page.reload()
    expect(page.locator("#ready")).to_have_attribute("data-kept", "true")
    expect(page.locator("#ready")).to_have_attribute("data-fresh", "false")


def answered(page: Page) -> str:
    word = page.locator("#answer[data-state] #answer-word")
    expect(word).to_be_focused()
    state = page.locator("#answer").get_attribute("data-state") or ""
    # Words, shape and colour: the badge of the state, with its word in it.
    expect(word.locator(f".wm-badge--{state}")).to_have_count(1)
    page.evaluate("delete document.getElementById('answer').dataset.state")
    page.evaluate("document.activeElement.blur()")
    return state


def choose(page: Page, path: Path | dict[str, Any]) -> str:
    page.set_input_files("#file", path)  # type: ignore[arg-type]
    return answered(page)


def given(page: Page, name: str, data: bytes, kind: str = "") -> str:
    return choose(page, {"name": name, "mimeType": kind, "buffer": data})


def paste(page: Page, text: str) -> str:
    if not page.locator("#text").is_visible():
        page.get_by_text("Paste what a scanner read").click()
    page.locator("#text").fill(text)
    page.locator("#pasted button").click()
    return answered(page)


def causes(page: Page) -> list[str]:
    return [str(each.get_attribute("data-cause")) for each in page.locator("#causes li").all()]


@pytest.fixture
def cut(context: BrowserContext, page: Page, papers: Papers) -> Iterator[Page]:
    """The page with the network cut."""
    open_once(context, page)
    yield page
    context.set_offline(False)


def test_the_server_may_be_gone_too(
    context: BrowserContext, page: Page, papers: Papers, site: Any
) -> None:
    open_once(context, page)
    site.stop()
    try:
        context.set_offline(False)
        page.reload()
        expect(page.locator("#ready")).to_have_attribute("data-kept", "true")
        assert choose(page, papers.photo("kept")) == "valid"
    finally:
        site.start()


def test_valid_from_paper_and_from_every_file(cut: Page, papers: Papers) -> None:
    assert choose(cut, papers.photo("kept")) == "valid"
    answer = cut.locator("#answer")
    expect(answer).to_contain_text("Amélie Þórsdóttir-Nguyễn")
    expect(answer).to_contain_text("First contact")
    expect(answer).to_contain_text(re.compile(r"list of \d+ \w+ \d{4}, less than a day old"))
    expect(answer).to_contain_text("No newer certificate has taken its placeNot checked here")
    for kind in ("json", "jwt", "png", "pdf"):
        assert choose(cut, papers.folder / f"kept.{kind}") == "valid", kind
        expect(answer).to_contain_text("Amélie Þórsdóttir-Nguyễn")
    assert causes(cut) == ["pdf"]
    expect(answer).to_contain_text("The PDF's own signatureNot checked here")


def test_expired_the_day_after_its_last(cut: Page, papers: Papers) -> None:
    assert paste(cut, papers.texts["last-day"]) == "valid"
    assert paste(cut, papers.texts["expired"]) == "expired"
    assert paste(cut, papers.texts["early"]) == "waiting"


def test_altered(cut: Page, papers: Papers) -> None:
    text = papers.text("kept")
    assert paste(cut, text) == "valid"
    at = len(text) - 150
    assert paste(cut, text[:at] + ("B" if text[at] == "A" else "A") + text[at + 1 :]) == "altered"
    assert paste(cut, papers.texts["our-key-id"]) == "altered"
    assert causes(cut) == ["broken"]
    assert paste(cut, text.replace(papers.codes["kept"], papers.codes["withdrawn"])) == "altered"
    assert causes(cut) == ["host"]
    assert paste(cut, papers.texts["expired"][:-20]) == "altered"


def test_altered_files_each_with_its_cause(cut: Page, papers: Papers) -> None:
    genuine = (papers.folder / "kept.json").read_bytes()
    name = "Amélie Þórsdóttir-Nguyễn".encode()
    assert given(cut, "a.json", genuine) == "valid"
    twins = {
        "broken": genuine.replace(name, b"Amelie Smith"),
        "no-proof": json.dumps({**json.loads(genuine), "proof": None})
        .replace('"proof": null', '"prof": 1')
        .encode(),
        "undefined-term": genuine.replace(b'"name":', b'"nickname":"x","name":', 1),
        "twice": genuine.replace(b'"name":', b'"name":"Eva","name":', 1),
    }
    for cause, data in twins.items():
        assert given(cut, "a.json", data) == "altered", cause
        assert causes(cut) == [cause]
    expect(cut.locator("#answer")).not_to_contain_text("Eva")
    first, second, third = (papers.folder / "kept.jwt").read_text().split(".")
    at = len(second) // 2
    other = second[:at] + ("A" if second[at] != "A" else "B") + second[at + 1 :]
    assert given(cut, "a.jwt", f"{first}.{other}.{third}".encode()) in {"altered", "unknown"}
    none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    assert given(cut, "a.jwt", f"{none}.{second}.{third}".encode()) == "unknown"
    pdf = (papers.folder / "kept.pdf").read_bytes()
    assert given(cut, "a.pdf", pdf[: len(pdf) // 2]) in {"unknown", "valid"}


def test_unknown(cut: Page, papers: Papers) -> None:
    assert paste(cut, papers.texts["other-key"]) == "unknown"
    assert causes(cut) == ["foreign"]
    assert paste(cut, papers.texts["other-host"]) == "unknown"
    expect(cut.locator("#causes")).to_contain_text("training.invalid")
    assert paste(cut, "https://example.org/menu") == "unknown"
    assert causes(cut) == ["not-ours"]
    assert paste(cut, papers.text("kept").partition("#")[0]) == "unknown"
    assert causes(cut) == ["bare"]
    assert given(cut, "letter.txt", b"Dear agency") == "unknown"
    assert given(cut, "blank.pdf", b"%PDF-1.7\n%%EOF") == "unknown"
    assert causes(cut) == ["no-attachment"]


def test_a_picture_without_a_code_and_an_empty_field_get_words(cut: Page, papers: Papers) -> None:
    assert choose(cut, papers.photo("kept")) == "valid"
    picture = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(picture, "PNG")
    cut.set_input_files(
        "#file", {"name": "a.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    expect(cut.locator("#trouble")).to_contain_text("No QR code was found")
    # The answer before it is gone: nobody takes it for that of this picture.
    expect(cut.locator("#answer")).to_be_hidden()
    cut.get_by_text("Paste what a scanner read").click()
    cut.locator("#pasted button").click()
    expect(cut.locator("#trouble")).to_contain_text("Please paste")


def test_a_list_too_old_says_so_and_a_set_bit_counts_for_ever(
    context: BrowserContext, cut: Page, papers: Papers
) -> None:
    now = datetime.now(UTC)
    context.clock.set_fixed_time(now + timedelta(days=29))
    cut.reload()
    expect(cut.locator("#list-age")).to_contain_text("29 days old")
    assert choose(cut, papers.photo("kept")) == "valid"
    context.clock.set_fixed_time(now + timedelta(days=31))
    cut.reload()
    expect(cut.locator("#list-age")).to_contain_text("31 days old")
    expect(cut.locator("#list-age")).to_contain_text("too old")
    assert choose(cut, papers.photo("kept")) == "stale"
    assert causes(cut) == ["old-list"]
    expect(cut.locator("#answer")).to_contain_text("Amélie Þórsdóttir-Nguyễn")
    assert paste(cut, papers.texts["expired"]) == "expired"
    assert paste(cut, papers.texts["our-key-id"]) == "altered"
    context.clock.set_fixed_time(now - timedelta(days=400))
    cut.reload()
    expect(cut.locator("#list-age")).to_contain_text("clock")
    assert paste(cut, papers.text("kept")) == "stale"
    assert causes(cut) == ["clock"]


def test_a_list_that_is_not_here_is_no_reason_to_say_valid(cut: Page, papers: Papers) -> None:
    assert paste(cut, papers.texts["other-list"]) == "stale"
    assert causes(cut) == ["no-list"]


def test_revoked_since_once_the_list_was_fetched_and_old_keys_stay_known(
    context: BrowserContext, cut: Page, papers: Papers, site: Any
) -> None:
    assert choose(cut, papers.photo("withdrawn")) == "valid"
    site.manage("shell", "-c", REVOKE.format(code=papers.codes["withdrawn"]))
    site.manage("shell", "-c", ROTATE)
    cut.locator("#refresh").click()
    expect(cut.locator("#trouble")).to_contain_text("no network")
    assert choose(cut, papers.photo("withdrawn")) == "valid"
    context.set_offline(False)
    cut.locator("#refresh").click()
    expect(cut.locator("#live")).to_contain_text("is on this device now")
    context.set_offline(True)
    cut.reload()
    assert choose(cut, papers.photo("withdrawn")) == "revoked"
    assert choose(cut, papers.folder / "withdrawn.json") == "revoked"
    assert choose(cut, papers.folder / "withdrawn.pdf") == "revoked"
    assert choose(cut, papers.photo("kept")) == "valid"
    assert choose(cut, papers.folder / "kept.json") == "valid"
    context.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=90))
    cut.reload()
    assert choose(cut, papers.photo("withdrawn")) == "revoked"


def test_nothing_that_is_checked_leaves_the_device(page: Page, papers: Papers) -> None:
    """With a network too."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    page.goto(ADDRESS)
    expect(page.locator("#ready")).to_have_attribute("data-kept", "true")
    assert choose(page, papers.photo("kept")) == "valid"
    assert choose(page, papers.folder / "kept.json") == "valid"
    assert all(each.startswith("GET ") for each in sent)
    assert not [each for each in sent if papers.codes["kept"] in each]


def test_a_phone_s_own_camera_opens_the_page_of_the_code(page: Page, papers: Papers) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(papers.text("kept"))
    expect(page.locator("h1 .wm-badge--valid")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Amélie Þórsdóttir-Nguyễn")
    assert page.evaluate("location.hash.length") > 100
    assert not [each for each in seen if "#" in each.removeprefix(page.url)]


@pytest.fixture
def with_camera(
    browser: Browser, site: Any, papers: Papers, tmp_path: Path
) -> Iterator[BrowserContext]:
    """A browser whose camera sees a table, and after a while the printed page."""
    frame = io.BytesIO()
    page = Image.open(papers.photo("kept"))
    corner = page.crop((page.width - 900, page.height - 640, page.width, page.height))
    corner.resize((1280, 910)).save(frame, "JPEG", quality=85)
    table = io.BytesIO()
    Image.new("RGB", (1280, 910), "beige").save(table, "JPEG")
    film = tmp_path / "camera.mjpeg"
    film.write_bytes(table.getvalue() * 90 + frame.getvalue() * 90)
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("WAYMARK_BROWSER") or next(filter(None, map(shutil.which, names)))
    opened = browser.browser_type.launch(
        executable_path=found,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    yield opened.new_context(base_url=site.url)
    opened.close()


def test_the_camera_reads_the_paper_by_keyboard_alone(
    with_camera: BrowserContext, papers: Papers
) -> None:
    page = with_camera.new_page()
    open_once(with_camera, page)
    start = page.get_by_role("button", name="Scan with the camera")
    start.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop the camera")).to_be_focused()
    expect(start).to_be_hidden()
    expect(page.locator("#answer")).to_have_attribute("data-state", "valid", timeout=30_000)
    expect(start).to_be_visible()
    expect(page.locator("#answer")).to_contain_text("Amélie Þórsdóttir-Nguyễn")
    expect(page.locator("#answer-word")).to_be_focused()
    expect(page.locator("video")).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject") is None
    expect(page.locator("#live")).to_contain_text("Valid")


def test_a_camera_that_is_refused_or_missing_leaves_the_way_by_photo(
    cut: Page, papers: Papers
) -> None:
    cut.get_by_role("button", name="Scan with the camera").click()
    expect(cut.locator("#trouble")).to_contain_text("choose it below")
    assert choose(cut, papers.photo("kept")) == "valid"
    expect(cut.locator("#trouble")).to_be_hidden()


def test_without_script_the_page_says_what_it_needs(browser: Browser, site: Any) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(ADDRESS)
    expect(page.locator("#needs")).to_be_visible()
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.locator("#needs a").click()
    expect(page).to_have_url(re.compile(r"/verify/$"))
    context.close()


def test_the_device_s_own_reader_is_asked_first(
    context: BrowserContext, page: Page, papers: Papers
) -> None:
    """Browsers on phones lend one (BarcodeDetector); here it reads what a test puts into it."""
    text = json.dumps(papers.texts["last-day"])
    context.add_init_script(
        "globalThis.BarcodeDetector = class {"
        "static async getSupportedFormats() { return ['qr_code']; }"
        f"async detect() {{ return [{{rawValue: {text}}}]; }} }};"
    )
    page.goto(ADDRESS)
    expect(page.locator("#ready")).to_have_attribute("data-fresh", "true")
    picture = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(picture, "PNG")
    assert given(page, "photo.png", picture.getvalue(), "image/png") == "valid"
    expect(page.locator("#answer")).to_contain_text("Bela Nagy")


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")
    return [
        f"{each['id']}: {each['help']} at {node['target']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def test_axe_finds_nothing_in_any_state(cut: Page, papers: Papers) -> None:
    seen: dict[str, list[str]] = {}
    steps = {
        "empty": lambda: None,
        "valid": lambda: choose(cut, papers.photo("kept")),
        "pdf": lambda: choose(cut, papers.folder / "kept.pdf"),
        "altered": lambda: paste(cut, papers.texts["our-key-id"]),
        "unknown": lambda: paste(cut, "hello"),
        "expired": lambda: paste(cut, papers.texts["expired"]),
        "stale": lambda: paste(cut, papers.texts["other-list"]),
    }
    for name, step in steps.items():
        step()
        for width, scheme in LOOKS:
            cut.set_viewport_size({"width": width, "height": 900})
            cut.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            cut.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
            found = faults(cut)
            if cut.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append("the page scrolls sideways")
            if found:
                seen[f"{name} at {width}, {scheme}"] = found
    assert not seen, json.dumps(seen, indent=1)
