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
        "The question “%(scene)s” has no review scene. After the last try a learner needs a way on."
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
        "The choice “%(text)s” in “%(scene)s” earns points and lies on a loop: a learner "
        "could earn them without end. Take the points away, or let the loop "
        "change a variable that ends it."
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
    "options-alike": gettext_noop(
        "The question “%(question)s” has the same words twice: “%(text)s”. Nobody can tell them "
        "apart."
    ),
    "order-incomplete": gettext_noop(
        "The right order of “%(question)s” should name each of its options once."
    ),
    # The prover.
    "scene-never-reached": gettext_noop(
        "No way leads to the scene “%(scene)s”. Link a choice to it, or remove it."
    ),
    "dead-end": gettext_noop(
        "“%(scene)s” is a dead end: no choice is open here and it is no ending."
    ),
    "dead-end-sometimes": gettext_noop(
        "“%(scene)s” can be a dead end: no choice is open when %(values)s."
    ),
    "no-ending-ahead": gettext_noop("From “%(scene)s” no ending can be reached."),
    "no-ending-ahead-sometimes": gettext_noop(
        "From “%(scene)s” no ending can be reached when %(values)s."
    ),
    "lock-out": gettext_noop(
        "Who cannot answer “%(scene)s” never comes to an ending: its review leads back to a "
        "question each time. Give the review a way on as well."
    ),
    "lock-out-sometimes": gettext_noop(
        "Who cannot answer “%(scene)s” never comes to an ending when %(values)s: its review leads "
        "back to a question each time. Give the review a way on as well."
    ),
    "choice-never-open": gettext_noop(
        "Nobody can ever take the choice “%(text)s” in “%(scene)s”: its condition never holds "
        "there."
    ),
    "condition-always": gettext_noop(
        "The condition of “%(text)s” in “%(scene)s” always holds there, so it decides nothing."
    ),
    "condition-part-always": gettext_noop(
        "In the condition of “%(text)s” in “%(scene)s” the part “%(part)s” always holds."
    ),
    "condition-part-never": gettext_noop(
        "In the condition of “%(text)s” in “%(scene)s” the part “%(part)s” never holds."
    ),
    "out-of-bounds": gettext_noop(
        "The choice “%(text)s” in “%(scene)s” takes “%(variable)s” beyond %(least)s to "
        "%(greatest)s, for example when %(values)s."
    ),
    "critical-without-repair": gettext_noop(
        "The critical error “%(text)s” in “%(scene)s” has no repair scene: a learner should be "
        "able to make it good."
    ),
    "repair-never-reached": gettext_noop(
        "After the critical error “%(text)s” in “%(scene)s” no way leads to its repair scene "
        "“%(repair)s”, or no other choice is open there."
    ),
    "repair-not-always-reached": gettext_noop(
        "After the critical error “%(text)s” in “%(scene)s” its repair scene “%(repair)s” cannot "
        "be reached when %(values)s."
    ),
    "pass-impossible": gettext_noop(
        "Nobody can pass: no play meets all thresholds of the pass rule at once."
    ),
    "pass-certain": gettext_noop("Everybody passes, whatever they choose."),
    "pass-not-proven": gettext_noop(
        "It is not proven that the scenario can be passed: all scores together would take more "
        "than %(most)d cells. Reachability, endings and each score alone are proven."
    ),
    "pass-certain-not-proven": gettext_noop(
        "It is not proven that choices matter for passing: the critical errors together would "
        "take more than %(most)d cells. Reachability, endings and each score alone are proven."
    ),
    "competency-unscored": gettext_noop(
        "No choice that can be taken earns points for the competency “%(competency)s”."
    ),
    "feedback-missing": gettext_noop("The choice “%(text)s” in “%(scene)s” has no feedback yet."),
    "feedback-without-happened": gettext_noop(
        "The feedback on “%(text)s” in “%(scene)s” does not say yet what happened."
    ),
    "feedback-without-why": gettext_noop(
        "The feedback on “%(text)s” in “%(scene)s” does not say yet why."
    ),
    "feedback-without-next-time": gettext_noop(
        "The feedback on “%(text)s” in “%(scene)s” does not say yet what helps next time."
    ),
    "note-missing": gettext_noop(
        "“%(scene)s” has intensity %(intensity)d of 4, and the scenario has no content note."
    ),
    "next-step-missing": gettext_noop(
        "The ending “%(scene)s” offers no next step. Say what a learner can do now."
    ),
    "softer-missing": gettext_noop(
        "“%(scene)s” has intensity %(intensity)d of 4 and needs a softer version."
    ),
    "giveaway-longest": gettext_noop(
        "The best choice is the longest in %(hits)d of %(scenes)d scenes: it can be guessed."
    ),
    "giveaway-first": gettext_noop(
        "The best choice is the first in %(hits)d of %(scenes)d scenes: it can be guessed."
    ),
    "giveaway-answer": gettext_noop(
        "The right answer is the longest in %(hits)d of %(questions)d questions: it can be guessed."
    ),
    "giveaway-polite": gettext_noop(
        "The best choice is the only polite one in %(hits)d of %(scenes)d scenes: it can be "
        "guessed."
    ),
    # Beyond the limits of the prover.
    "too-large-states": gettext_noop(
        "The scenario can take more than %(most)d states (scenes × values of variables). "
        "Nothing beyond its texts is proven. Use fewer variables or smaller ranges."
    ),
    "too-large-arrows": gettext_noop(
        "The scenario has more than %(most)d open choices in all its states. Nothing beyond its "
        "texts is proven. Use fewer variables or smaller ranges."
    ),
    "too-large-rounds": gettext_noop(
        "A loop of scenes goes round more than %(most)d times. Nothing beyond the texts is "
        "proven. Use a smaller range for the variable that the loop changes."
    ),
    "too-large-loop_states": gettext_noop(
        "A loop of scenes holds more than %(most)d states (scenes × values of variables). "
        "Nothing beyond the texts is proven. Use fewer variables or smaller ranges."
    ),
}
