"""What one process does alone: issuing certificates, proving a scenario."""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence

from django.core import mail
from django.test.utils import override_settings

from bench.papers import Bare
from bench.scenarios import story
from certification.actions.issue_credential import issue_credential
from certification.models import Credential
from certification.tasks import issue
from courses.learning.models import Completion
from courses.scenarios.graph import scenario_from_json
from courses.scenarios.prove import prove


def issuing(completions: Sequence[Completion]) -> tuple[list[str], dict[str, float]]:
    """Issue the certificates as the task worker does, with their mails; gives the codes.

    The first one warms up: it loads fonts and the credential's vocabulary.
    """
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        issue(completions[0].pk)
        bare = Bare(Credential.objects.get(completion=completions[0]))
        wall, cpu, certificate, parts = 0.0, 0.0, 0.0, 0.0
        halfway = 0.0
        for number, completion in enumerate(completions[1:]):
            began, spent = time.perf_counter(), time.process_time()
            issue_credential(completion)
            certificate += time.process_time() - spent
            issue(completion.pk)
            wall += time.perf_counter() - began
            cpu += time.process_time() - spent
            if number == len(completions) // 2:
                halfway = _megabytes()
            # The bare parts beside it, while the machine is as busy as it was.
            spent = time.process_time()
            bare.page()
            bare.signature()
            parts += time.process_time() - spent
        mail.outbox = []
    issued = Credential.objects.filter(
        completion__in=[each.pk for each in completions], issued_at__isnull=False
    )
    codes = list(issued.values_list("code", flat=True))
    if len(codes) != len(completions):
        raise SystemExit(f"Of {len(completions)} certificates only {len(codes)} were issued.")
    count = len(completions) - 1
    return codes, {
        "certificates": count,
        "a_second": count / wall,
        "a_second_of_cpu": count / cpu,
        "bare_a_second_of_cpu": count / parts,
        # The certificate alone; its mail is none of a page and a signature.
        "ratio": certificate / parts,
        "worker_megabytes_halfway": halfway,
        "worker_megabytes": _megabytes(),
    }


def _megabytes() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def proving() -> dict[str, float]:
    """Prove a story of 200 decisions, 600 choices and four values from 0 to 10: CPU seconds."""
    scenario = scenario_from_json(story(202, variables=4))
    spent = []
    for _ in range(3):
        began = time.process_time()
        proof = prove(scenario)
        spent.append(time.process_time() - began)
    if proof.errors or proof.figures is None:
        raise SystemExit("The made-up story does not prove.")
    return {
        "scenes": len(scenario.scenes),
        "choices": sum(len(each.choices) for each in scenario.scenes),
        "variables": len(scenario.variables),
        "states": proof.figures.states,
        "seconds": sorted(spent)[1],
    }
