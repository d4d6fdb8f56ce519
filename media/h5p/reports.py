"""What a content type can report when it is played: a score, that it was finished, or nothing.

From the sources of the content types, and seen in genuine packages. What is not listed is taken
to report nothing, so that a lesson never waits for what does not come.
"""

from __future__ import annotations

from enum import StrEnum


class Reports(StrEnum):
    SCORE = "score"
    FINISHED = "finished"
    VIEWED = "viewed"


_SCORE = frozenset(
    [
        "ArithmeticQuiz",
        "BranchingScenario",
        "Blanks",
        "Column",
        "CoursePresentation",
        "Crossword",
        "Dictation",
        "DragQuestion",
        "DragText",
        "Essay",
        "FindTheWords",
        "Flashcards",
        "ImageMultipleHotspotQuestion",
        "ImageHotspotQuestion",
        "ImagePair",
        "ImageSequencing",
        "InteractiveBook",
        "InteractiveVideo",
        "MarkTheWords",
        "MemoryGame",
        "MultiChoice",
        "MultiMediaChoice",
        "PersonalityQuiz",
        "QuestionSet",
        "SingleChoiceSet",
        "SortParagraphs",
        "SpeakTheWords",
        "SpeakTheWordsSet",
        "Summary",
        "TextGrouping",
        "TrueFalse",
        "AdvancedBlanks",
        "GameMap",
        "VirtualTour",
        "ThreeImage",
        "Questionnaire",
    ]
)
# They hold something that is finished without a score of its own.
_FINISHED = frozenset(
    ["Questionnaire", "DocumentationTool", "PersonalityQuiz", "SimpleMultiChoice"]
)


def can_report(main_library: str) -> Reports:
    """What the main library of a package (“H5P.MultiChoice”) can report at the most."""
    short = main_library.removeprefix("H5P.")
    if short in _FINISHED:
        return Reports.FINISHED
    return Reports.SCORE if short in _SCORE else Reports.VIEWED
