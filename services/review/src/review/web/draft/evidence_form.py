"""The form of the evidence. The policy defines the boxes and labels of each kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from review.case.answer import IN_WORDS
from shared.events.substance import Proof
from shared.policy.evidence import EvidenceBox, EvidenceKind
from shared.web.forms.form_reader import FormReader

LENGTH_MAX: Final = 500
REFERENCE_LENGTH_MAX: Final = 60
Kinds = Mapping[str, EvidenceKind]


@dataclass(frozen=True, slots=True)
class Part:
    """The boxes of one kind of evidence, with a heading."""

    title: str
    boxes: Sequence[EvidenceBox]


def parts_of(required: Sequence[str], kinds: Kinds) -> Sequence[Part]:
    """The boxes of the evidence that an outcome and its article require."""
    return [Part(kinds[kind].label, kinds[kind].boxes) for kind in required if kind not in IN_WORDS]


def read_evidence(form: FormReader, required: Sequence[str], kinds: Kinds) -> tuple[Proof, ...]:
    """Read the evidence by kind. A kind that was left empty is omitted; the decider refuses if it is required."""
    asked = [kind for kind in required if kind not in IN_WORDS]
    return tuple(_proof(form, kind, kinds[kind]) for kind in asked if _begun(form, kinds[kind]))


def _begun(form: FormReader, kind: EvidenceKind) -> bool:
    return any(form.value(box.name).strip() for box in kind.boxes)


def _proof(form: FormReader, name: str, kind: EvidenceKind) -> Proof:
    values = {box.name: _value(form, box) for box in kind.boxes}
    reference = values.pop(kind.reference.name) if kind.reference else None
    return Proof(name, values, reference)


def _value(form: FormReader, box: EvidenceBox) -> str:
    if box.shape == "date":
        day = form.date(box.name, box.label)
        return day.isoformat() if day else ""
    length = REFERENCE_LENGTH_MAX if box.shape == "reference" else LENGTH_MAX
    return form.text(box.name, box.label, max_length=length)


def filled_in(proofs: Sequence[Proof], kinds: Kinds) -> dict[str, str]:
    """The values of the boxes, for the form that revises a returned draft."""
    filled: dict[str, str] = {}
    for proof in proofs:
        filled |= proof.boxes
        kind = kinds.get(proof.kind)
        if kind and kind.reference:
            filled[kind.reference.name] = proof.reference or ""
    return filled
