"""Reads the demonstration files as text, with neither Django nor database."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

DEMO = Path(__file__).resolve().parents[2] / "courses" / "demo"
COURSE = DEMO / "first-contact"
FENCE = re.compile(r"^::: +(?P<kind>[a-z]+)(?P<attributes>[^\n]*)\n(?P<body>.*?)^:::$", re.M | re.S)
ATTRIBUTE = re.compile(r"(\w+)=(?:\"([^\"]*)\"|(\S+))")
OPTION = re.compile(r"^- \[(?P<mark>[x ])\] (?P<text>.+?) \| (?P<feedback>.+)$", re.M)


@dataclass(frozen=True)
class Block:
    kind: str
    attributes: dict[str, str]
    body: str

    @property
    def options(self) -> list[tuple[bool, str, str]]:
        """Of a check: is it right, its words, its feedback."""
        return [
            (each["mark"] == "x", each["text"], each["feedback"])
            for each in OPTION.finditer(self.body)
        ]


@dataclass(frozen=True)
class Lesson:
    name: str
    front: dict[str, Any]
    markdown: str
    reading: str
    blocks: list[Block] = field(default_factory=list)

    def of(self, kind: str) -> list[Block]:
        return [each for each in self.blocks if each.kind == kind]


def read_lesson(path: Path) -> Lesson:
    _, front, markdown = path.read_text(encoding="utf-8").split("---\n", 2)
    blocks = [
        Block(
            found["kind"],
            {name: quoted or bare for name, quoted, bare in ATTRIBUTE.findall(found["attributes"])},
            found["body"],
        )
        for found in FENCE.finditer(markdown)
    ]
    return Lesson(path.name, yaml.safe_load(front), markdown, FENCE.sub("", markdown), blocks)


def scenario_paths() -> list[Path]:
    return sorted([*COURSE.glob("scenarios/*.yaml"), *DEMO.glob("scenarios/*.yaml")])


def strings(data: Any) -> Iterator[str]:
    """Every text within parsed YAML, except the keys."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for each in data.values():
            yield from strings(each)
    elif isinstance(data, list):
        for each in data:
            yield from strings(each)


@pytest.fixture(scope="session")
def course() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((COURSE / "course.yaml").read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="session")
def lessons() -> list[Lesson]:
    return [read_lesson(path) for path in sorted(COURSE.glob("lessons/*.md"))]


@pytest.fixture(scope="session")
def support() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((DEMO / "support.yaml").read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="session", params=scenario_paths(), ids=lambda path: path.stem)
def scenario(request: pytest.FixtureRequest) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(request.param.read_text(encoding="utf-8"))
    return data


@pytest.fixture
def engine_json(scenario: dict[str, Any]) -> dict[str, Any]:
    """The scenario as the loader gives it to the engine, bodies as lists of blocks. A copy."""
    return for_the_engine(scenario)


@pytest.fixture
def asking_json() -> dict[str, Any]:
    """The scenario that asks questions."""
    (found,) = (
        data
        for path in scenario_paths()
        if "\n    kind: question\n" in (text := path.read_text(encoding="utf-8"))
        and (data := yaml.safe_load(text))
    )
    return for_the_engine(found)


def for_the_engine(scenario: dict[str, Any]) -> dict[str, Any]:
    def blocks(text: str) -> list[dict[str, str]]:
        return [{"type": "html", "value": text}]

    data = copy.deepcopy(scenario)
    for scene in data["scenes"]:
        scene["body"] = blocks(scene["body"])
        if scene.get("softer"):
            scene["softer"]["body"] = blocks(scene["softer"]["body"])
    return data


@pytest.fixture(scope="session")
def everything_said(
    course: dict[str, Any], lessons: list[Lesson], support: dict[str, Any]
) -> list[tuple[str, str]]:
    """Every text that a learner may meet, with the name of the file that it stands in."""
    said = [("course.yaml", each) for each in strings({**course, "sources": None})]
    for lesson in lessons:
        said.append((lesson.name, lesson.markdown))
        said += [(lesson.name, each) for each in strings(lesson.front)]
    for path in scenario_paths():
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        said += [(path.name, each) for each in strings(data)]
    return said + [("support.yaml", each) for each in strings(support)]
