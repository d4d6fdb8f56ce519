"""Code of a problem → its sentence. The texts are msgids: `makemessages` finds them here."""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """Marks a text for translation; the engine knows no Django and translates nothing itself."""
    return message


SENTENCES: dict[str, str] = {
    # The shape of the data.
    "not-an-object": gettext_noop("“%(field)s” should be a group of named values."),
    "not-a-list": gettext_noop("“%(field)s” should be a list."),
    "not-a-text": gettext_noop("“%(field)s” should be text."),
    "not-a-whole-number": gettext_noop("“%(field)s” should be a whole number."),
    "not-a-number": gettext_noop("“%(field)s” should be a number between %(least)s and %(most)s."),
    "not-yes-or-no": gettext_noop("“%(field)s” should be yes or no."),
    "not-one-of": gettext_noop("“%(field)s” should be one of: %(options)s."),
    "text-missing": gettext_noop("“%(field)s” is empty. Please fill it in."),
    "format-unknown": gettext_noop("This scenario has a format that this site does not know."),
    "condition-unclear": gettext_noop(
        "A condition cannot be read. It should compare one variable with a value, "
        "or join such comparisons with “all”, “any” or “not”."
    ),
    "condition-deep": gettext_noop("A condition is nested too deeply to be followed."),
    # What refers to what.
    "no-scenes": gettext_noop("The scenario has no scene yet."),
    "id-twice": gettext_noop("Two parts of the scenario have the same name “%(id)s”."),
    "start-unknown": gettext_noop("Choose the scene that the scenario starts with."),
    "no-ending": gettext_noop("The scenario has no ending yet."),
    "target-unknown": gettext_noop(
        "The choice “%(text)s” in “%(scene)s” leads to a scene that is not there."
    ),
    "repair-unknown": gettext_noop(
        "The critical error in “%(scene)s” names a repair scene that is not there."
    ),
    "review-unknown": gettext_noop(
        "The question “%(scene)s” names a review scene that is not there."
    ),
    "review-missing": gettext_noop(
        "The question “%(scene)s” has no review scene. After two tries a learner needs a way on."
    ),
    "question-missing": gettext_noop("The scene “%(scene)s” is a question without a question."),
    "question-misplaced": gettext_noop(
        "The scene “%(scene)s” holds a question; make it a question scene."
    ),
    "ending-missing": gettext_noop("The ending “%(scene)s” has no outcome and no debrief yet."),
    "ending-misplaced": gettext_noop("The scene “%(scene)s” holds an outcome; make it an ending."),
    "ending-with-choices": gettext_noop("The ending “%(scene)s” has choices; endings have none."),
    "variable-unknown": gettext_noop(
        "The choice “%(text)s” in “%(scene)s” uses a variable that is gone: “%(variable)s”."
    ),
    "competency-unknown": gettext_noop(
        "The choice “%(text)s” in “%(scene)s” scores a competency that is gone: “%(competency)s”."
    ),
    "pass-competency-unknown": gettext_noop(
        "The pass rule names a competency that is gone: “%(competency)s”."
    ),
    "score-negative": gettext_noop(
        "The choice “%(text)s” in “%(scene)s” takes points away; scores start at 0."
    ),
    "bounds-crossed": gettext_noop(
        "The variable “%(variable)s” has a least value above its greatest."
    ),
    "bounds-wide": gettext_noop(
        "The variable “%(variable)s” has %(values)d values; at most %(most)d can be proven."
    ),
    "initial-out-of-bounds": gettext_noop(
        "The variable “%(variable)s” starts at %(value)d, outside %(least)d to %(greatest)d."
    ),
    "flag-added": gettext_noop(
        "The choice “%(text)s” in “%(scene)s” adds to “%(variable)s”, which is yes or no: set it."
    ),
    "flag-compared": gettext_noop(
        "The choice “%(text)s” in “%(scene)s” compares “%(variable)s” with a number; "
        "it is yes or no."
    ),
    "flag-set-to-number": gettext_noop(
        "The choice “%(text)s” in “%(scene)s” sets “%(variable)s” to a number; it is yes or no."
    ),
    "scored-cycle": gettext_noop(
        "The choice “%(text)s” earns points and lies on a loop: a learner could earn them "
        "without end. Take the points away, or let the loop change a variable that ends it."
    ),
    # Questions.
    "draw-impossible": gettext_noop(
        "“%(scene)s” draws %(draw)d questions from a bank of %(held)d."
    ),
    "needed-impossible": gettext_noop(
        "“%(scene)s” asks for %(needed)d good answers out of %(asked)d."
    ),
    "tries-impossible": gettext_noop("“%(scene)s” should allow 1 to %(most)d tries."),
    "options-few": gettext_noop("The question “%(question)s” needs two options or more."),
    "accepted-missing": gettext_noop("The short answer “%(question)s” has no accepted form yet."),
    "prompts-missing": gettext_noop("The match “%(question)s” has nothing to match yet."),
    "right-unknown": gettext_noop(
        "The question “%(question)s” counts on an option that is not there."
    ),
    "right-not-one": gettext_noop(
        "The question “%(question)s” allows one answer; mark exactly one option as right."
    ),
    "right-missing": gettext_noop("The question “%(question)s” has no right option yet."),
    "order-incomplete": gettext_noop(
        "The right order of “%(question)s” should name each of its options once."
    ),
}
