"""签批环节: the steps of the sign-off chain, each with its signer and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from review.case.state import Case, Drafted, Issued
from review.projections.case_file import Entry
from shared.events.review.case import DraftSigned
from shared.policy.values import Step
from shared.words.actors import actor_name


@dataclass(frozen=True, slots=True)
class Signature:
    """A step of the chain and its signature; `signed_on` is None until the step signs the present draft."""

    step: Step
    who: str
    signed_on: date | None


def signatures(
    chain: Sequence[Step], case: Case, entries: Sequence[Entry], names: Mapping[str, str]
) -> Sequence[Signature]:
    """The chain with the signatures of the present draft. Signatures of returned or void drafts do not count."""
    present = case.draft.number if isinstance(case, Drafted | Issued) else None
    found = {
        entry.event.level: (actor_name(entry.actor, names), entry.event.signed_on)
        for entry in entries
        if isinstance(entry.event, DraftSigned) and entry.event.draft == present
    }
    return [Signature(step, *found.get(step.id, ("", None))) for step in chain]
