"""签批环节 as the page lists them: each step with its text, and who signed it when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from review.projections.case_file import Entry
from shared.events.review import DraftSigned, OutcomeProposed
from shared.policy.values import Step


@dataclass(frozen=True, slots=True)
class Signature:
    """A step of the chain; `signed_on` is None while it has not signed the present draft."""

    step: Step
    who: str
    signed_on: date | None


def signatures(
    chain: Sequence[Step], entries: Sequence[Entry], names: Mapping[str, str]
) -> Sequence[Signature]:
    """The chain with the signatures of the newest draft."""
    drafts = [entry.event.draft for entry in entries if isinstance(entry.event, OutcomeProposed)]
    newest = drafts[-1] if drafts else 0
    found = {
        entry.event.level: (names.get(entry.actor.id, entry.actor.id), entry.event.signed_on)
        for entry in entries
        if isinstance(entry.event, DraftSigned) and entry.event.draft == newest
    }
    return [Signature(step, *found.get(step.id, ("", None))) for step in chain]
