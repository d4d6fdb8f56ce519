"""Reports on question scenes: does a learner who answers none of them well get through?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from courses.scenarios.model import QUESTION
from courses.scenarios.problems import Problem, problem
from courses.scenarios.prover.loops import Course
from courses.scenarios.prover.moves import Move
from courses.scenarios.prover.on_ways import ending_masks
from courses.scenarios.prover.sweep import Numbers, steps_to
from courses.scenarios.prover.wording import scene_name, values_text


def lock_outs(course: Course, steps: Sequence[Numbers]) -> Iterator[Problem]:
    """Questions from which an ending is ahead (`steps`) only for those who answer them."""
    graph = course.graph
    scenes = graph.scenario.scenes
    asking = {index for index, scene in enumerate(scenes) if scene.kind == QUESTION}
    if not asking:
        return

    def solved(move: Move) -> bool:
        return move.source in asking and move.choice is not None

    without = steps_to(course, ending_masks(graph), closed=solved)
    for index in sorted(asking):
        held = (steps[index] >= 0) & (without[index] < 0)
        if held.all() and len(held):
            yield problem("lock-out", scenes[index].id, scene=scene_name(scenes[index]))
        elif held.any():
            values = values_text(graph.scenario, graph.values(index, int(held.argmax())))
            yield problem(
                "lock-out-sometimes",
                scenes[index].id,
                scene=scene_name(scenes[index]),
                values=values,
            )
