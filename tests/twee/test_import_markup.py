"""Small stories: each kind of link, macro and formatting, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from courses.scenarios.conditions import comparisons, holds
from courses.scenarios.reader import Reader
from courses.scenarios.twee.importing import import_story

Story = Callable[..., str]


def first(text: str) -> dict[str, Any]:
    scene: dict[str, Any] = import_story(text).scenario["scenes"][0]
    return scene


def codes(text: str) -> list[tuple[str, str]]:
    return [
        (each.code, each.what)
        for each in import_story(text).report.items
        if each.code not in {"bounds-assumed", "special-init"}
    ]


@pytest.mark.parametrize(
    ("link", "text", "effects"),
    [
        ("[[A]]", "A", []),
        ("[[go->A]]", "go", []),
        ("[[go|A]]", "go", []),
        ("[[A<-go]]", "go", []),
        ("[[go|A][$x to 1]]", "go", [("x", "set", 1)]),
        ("[[go->A][$x += 2, $y to 3]]", "go", [("x", "add", 2), ("y", "set", 3)]),
        ("[[A][$x -= 1; $y = 4]]", "A", [("x", "add", -1), ("y", "set", 4)]),
        ('<<link "go" "A">><<set $x to $x + 2>><</link>>', "go", [("x", "add", 2)]),
        ("<<link [[go|A]]>><<set $x++>><</link>>", "go", [("x", "add", 1)]),
        ("<<button 'go' \"A\">><</button>>", "go", []),
        ('<<link "go">><<set $x to 5>><<goto "A">><</link>>', "go", [("x", "set", 5)]),
        ('<a data-passage="A" data-setter="$x to 6">go</a>', "go", [("x", "set", 6)]),
        ("[[''go'' //now//|A]]", "go now", []),
    ],
)
def test_links(one_passage: Story, link: str, text: str, effects: list[Any]) -> None:
    story = one_passage(link)
    (choice,) = first(story)["choices"]
    assert (choice["text"], choice["target"]) == (text, "a")
    found = [(each["variable"], each["op"], each["value"]) for each in choice["effects"]]
    assert found == effects
    assert codes(story) == []


@pytest.mark.parametrize(
    ("written", "truth"),
    [
        ("$x is 2", lambda x, y: x == 2),
        ("$x eq 2", lambda x, y: x == 2),
        ("$x == 2 && $y === 1", lambda x, y: x == 2 and y == 1),
        ("$x neq 2", lambda x, y: x != 2),
        ("$x isnot 2 || $y != 1", lambda x, y: x != 2 or y != 1),
        ("$x gt 1 and $y lt 2 or $x is 0", lambda x, y: (x > 1 and y < 2) or x == 0),
        ("$x gt 1 and ($y lt 2 or $x is 0)", lambda x, y: x > 1 and (y < 2 or x == 0)),
        ("not ($x gte 1 and $y lte 2)", lambda x, y: not (x >= 1 and y <= 2)),
        ("!($x > 1) and not $y", lambda x, y: not x > 1 and y == 0),
        ("3 gt $x", lambda x, y: x < 3),
        ("$x", lambda x, y: x != 0),
        ("$x gte -1 and $y is not 0", lambda x, y: x >= -1 and y != 0),
    ],
)
def test_conditions_mean_what_they_meant(one_passage: Story, written: str, truth: Any) -> None:
    story = one_passage(f"<<if {written}>>[[A]]<<else>>[[B]]<</if>>", "<<set $x to 0, $y to 0>>")
    then, otherwise = (Reader().condition(each["condition"]) for each in first(story)["choices"])
    assert codes(story) == []
    for x in range(-2, 5):
        for y in range(-1, 4):
            values = {"x": x, "y": y}
            assert holds(then, values) == truth(x, y)
            assert holds(otherwise, values) != truth(x, y)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('$x is "calm"', "text-value"),
        ("$x gt 1.5", "decimal"),
        ("$x gt $y", "two-values"),
        ("$x + 1 gt 2", "arithmetic"),
        ("visited() gt 2", "function"),
        ("_i is 1", "temporary"),
        ("$x gt 99999999", "number-large"),
        ("true", "condition-constant"),
        ("$x is", "unclear"),
        ("$a.b is 1", "unclear"),
        ("not $x is 1", "unclear"),
        ("((((((((((((((((((((((($x is 1)))))))))))))))))))))))", "condition-deep"),
    ],
)
def test_conditions_that_are_not_understood_are_listed_and_the_choice_stays(
    one_passage: Story, written: str, code: str
) -> None:
    story = one_passage(f"<<if {written}>>[[A]]<</if>>")
    (choice,) = first(story)["choices"]
    assert choice["condition"] is None
    assert codes(story) == [(code, f"<<if {written}>>")]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('$x to "calm"', "text-value"),
        ("$x to 1.5", "decimal"),
        ("$x to $y", "two-values"),
        ("$x *= 2", "arithmetic"),
        ("$x to random(1,6)", "function"),
        ("_i to 1", "temporary"),
        ("$x to [1, 2]", "statement"),
        ("$a.b to 1", "statement"),
    ],
)
def test_values_that_are_not_understood_are_listed_beside_those_that_are(
    one_passage: Story, written: str, code: str
) -> None:
    story = one_passage(f'<<link "A" "A">><<set $ok to true, {written}>><</link>>')
    (choice,) = first(story)["choices"]
    assert choice["effects"] == [{"variable": "ok", "op": "set", "value": True}]
    assert codes(story) == [(code, written)]


def test_a_value_set_as_one_comes_in_is_an_effect_of_what_leads_there(one_passage: Story) -> None:
    scenario = import_story(
        one_passage("[[A]]\n[[Again|S]]\n<<set $x to 3>>", "<<set $x to 1>>")
    ).scenario
    _a, again = scenario["scenes"][0]["choices"]
    assert again["effects"] == [{"variable": "x", "op": "set", "value": 3}]
    (x,) = scenario["variables"]
    assert x["initial"] == 3


def test_a_value_that_is_set_after_it_was_looked_at_changes_as_one_goes_on(
    one_passage: Story,
) -> None:
    story = one_passage("<<if $met>>[[A]]<<else>>[[B]]<</if>><<set $met to true>>")
    scene = first(story)
    assert [each["effects"] for each in scene["choices"]] == [
        [{"variable": "met", "op": "set", "value": True}]
    ] * 2
    assert import_story(story).scenario["variables"][0]["initial"] is False
    assert codes(story) == []


def test_a_value_between_two_looks_is_listed(one_passage: Story) -> None:
    story = one_passage("<<if $x>>[[A]]<</if>><<set $x to 1>><<if $x>>[[B]]<</if>>")
    assert codes(story) == [("order", "$x")]


def test_bounds_cover_what_the_story_does(one_passage: Story) -> None:
    story = one_passage(
        "<<if $gold gte 120>>[[A]]<</if>>[[B][$gold += 30]]", "<<set $gold to 100>>"
    )
    (gold,) = import_story(story).scenario["variables"]
    assert (gold["kind"], gold["initial"], gold["min"], gold["max"]) == ("number", 100, 0, 130)


def test_words_and_formatting(one_passage: Story) -> None:
    scene = first(
        one_passage(
            "! Head\n\n''b'' //i// {{{''raw''}}} https://x.example\nnext\n\n* one\n* two\n# three\n"
            "> said\n\n<h3>h</h3><ul><li>x</li></ul>[[A]] | [[B]]"
        )
    )
    assert scene["body"][0]["html"] == (
        "<h2>Head</h2><p><b>b</b> <i>i</i> ''raw'' https://x.example<br/>next</p>"
        "<ul><li>one</li><li>two</li></ul><ol><li>three</li></ol><blockquote>said</blockquote>"
        "<h3>h</h3><ul><li>x</li></ul>"
    )


def test_the_words_of_a_link_stay_in_its_sentence(one_passage: Story) -> None:
    scene = first(one_passage("You could [[knock|A]] or go [[home|B]]."))
    assert scene["body"][0]["html"] == "<p>You could knock or go home.</p>"
    assert [each["text"] for each in scene["choices"]] == ["knock", "home"]


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("<<if $x is 1>>[[A]]", [("end-missing", "<<if $x is 1>>")]),
        ("[[A]]<</if>><<else>>", [("stray", "<</if>>"), ("stray", "<<else>>")]),
        ("[[A]] [[", [("unclosed", "[[")]),
        ("[[A]] << b", [("unclosed", "<<")]),
        ("[[A]]<<timed 2s>>Later.<</timed>>", [("macro", "<<timed 2s>>")]),
        ("[[A]][[x|$where]]", [("link-unclear", "[[x|$where]]")]),
        ("[[A]][[x|javascript:alert(1)]]", [("link-unclear", "[[x|javascript:alert(1)]]")]),
        (
            "[[A]]<<link 'x'>>word<</link>>",
            [("link-empty", "<<link 'x'>>"), ("macro", "<<link 'x'>> word")],
        ),
        ("[[A]](set: $x to 1)", [("shown-value", "$x"), ("harlowe", "(set:")]),
        ("[[A]]__u__ @@.red;r@@", [("formatting", "underline"), ("formatting", "style")]),
        ("[[A]]<!-- hidden", [("comment", "<!-- hidden")]),
        ("[[A]]<<script>>x()<</script>>", [("macro-script", "<<script>>x()<</script>>")]),
        ("[[Gone]]", [("passage-missing", "Gone")]),
    ],
)
def test_what_is_not_understood_is_listed(one_passage: Story, written: str, listed: Any) -> None:
    assert codes(one_passage(written)) == listed


def test_another_format_is_said(one_passage: Story) -> None:
    story = one_passage("[[A]]").replace("SugarCube", "Harlowe")
    assert codes(story) == [("format-other", "Harlowe")]


def test_two_passages_of_one_name_are_both_kept() -> None:
    imported = import_story(":: Start\n[[A]]\n:: A\none\n:: A\ntwo")
    assert [each["name"] for each in imported.scenario["scenes"]] == ["Start", "A", "A (2)"]
    assert [each.code for each in imported.report.items] == ["name-twice"]


def test_headers_with_escapes_tags_and_places() -> None:
    story = import_story(
        ':: A \\[b\\] \\\\ c [x \\[y] {"position":"1,2","size":"3,4"}\nHello\n\n\n::Old <5,6>\nBye'
    ).story
    first_passage, old = story.passages
    assert first_passage.name == "A [b] \\ c"
    assert first_passage.tags == ("x", "[y")
    assert dict(first_passage.metadata) == {"position": "1,2", "size": "3,4"}
    assert first_passage.text == "Hello"
    assert (old.name, dict(old.metadata)) == ("Old", {"position": "5,6"})


def test_a_header_that_cannot_be_read_is_listed() -> None:
    imported = import_story(":: A {position: 1}\nHello")
    assert [(each.code, each.what) for each in imported.report.items] == [
        ("passage-header", "{position: 1}"),
        ("start-missing", "A"),
    ]


def test_conditions_have_no_more_comparisons_than_a_trainer_can_follow(one_passage: Story) -> None:
    story = one_passage(
        "<<if $x is 0>>[[A]]"
        + "".join(f"<<elseif $x is {number}>>[[B]]" for number in range(1, 80))
        + "<</if>>"
    )
    assert {code for code, _what in codes(story)} == {"condition-deep"}
    for each in first(story)["choices"]:
        found = list(comparisons(Reader().condition(each["condition"])))
        assert len(found) <= 100
