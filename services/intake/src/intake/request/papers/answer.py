"""From the signed substance to the words of the reply, by the document that its article takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from intake.request.papers.answer_text import Answer, compose_answer
from intake.request.papers.asked import Asked, method_words
from intake.request.state import Filed, Lapsed, Withdrawn
from shared.events.substance import Proof
from shared.papers.paper import Letter
from shared.policy import Policy
from shared.policy.evidence import EvidenceKind
from shared.time.dates import chinese_date
from shared.words.evidence import evidence_lines

EARLIER_ANSWER: Final = "earlier-case"
THIRD_PARTY_RECORD: Final = "third-party-record"
"""The two kinds of evidence that a letter also needs apart from printing them."""
ENDS: Final = ("。", "；", "！", "？", "：", "”")


class ForgedOutcome(ValueError):
    """The catalogue has no such article of that outcome: nothing is rendered, and the event becomes a dead letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier answer of this agency, as the log knows it: when it was made out, and served."""

    rendered_on: date
    served_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """The signed draft in clear, for the time of rendering."""

    outcome: str
    clause: str
    finding: str
    decision: str
    materials: tuple[str, ...]
    evidence: tuple[Proof, ...]
    issued_on: date

    def proved(self, name: str, kind: EvidenceKind) -> str:
        """The words of the evidence of a kind, each line a sentence of its own; "" where there is none."""
        told = (
            line
            for proof in self.evidence
            if proof.kind == name
            for line in evidence_lines(kind, proof.boxes)
        )
        lines = (line.strip() for text in told for line in text.split("\n"))
        return "\n".join(_ended(line) for line in lines if line)

    def earlier_number(self) -> str:
        """文号 of the answer that a duplicate was given before; "" where none is named."""
        named = (proof.reference for proof in self.evidence if proof.kind == EARLIER_ANSWER)
        return next((reference for reference in named if reference), "")


def answer_letter(
    policy: Policy, asked: Asked, substance: Substance, state: Filed, *, form: str, earlier: Earlier | None
) -> Letter:
    """The answer's words: article and form in stock words, finding and decision word for word as they were signed.

    `form` is how the applicant wished to be supplied. Raises `ForgedOutcome`, `WordsMissing`.
    """
    kinds = policy.evidence_kinds()
    evidence = {kind.letter: substance.proved(name, kind) for name, kind in kinds.items() if kind.letter}
    answer = Answer(
        document=_document(policy, substance),
        clause=substance.clause,
        finding=substance.finding,
        decision=substance.decision,
        materials=substance.materials,
        form=form,
        told=tuple(kind.printed for kind in kinds.values() if kind.printed and evidence.get(kind.letter)),
        facts=evidence | _earlier(substance, earlier) | _closing(state),
    )
    return compose_answer(asked, answer)


def _ended(line: str) -> str:
    return line if line.endswith(ENDS) else f"{line}。"


def _document(policy: Policy, substance: Substance) -> str:
    """文书种类 of the article that was signed."""
    articles: Iterable[tuple[str, str]] = (
        (article.clause, article.document) for article in policy.outcome(substance.outcome).articles
    )
    found = next((document for clause, document in articles if clause == substance.clause), None)
    if found is None:
        raise ForgedOutcome(f"{substance.outcome} 没有条款“{substance.clause}”，不能制作答复书")
    return found


def _earlier(substance: Substance, earlier: Earlier | None) -> dict[str, str]:
    """The earlier answer's 文号, and its days where the log has them."""
    days = ""
    if earlier is not None:
        served = f"，{chinese_date(earlier.served_on)}送达" if earlier.served_on else ""
        days = f"（{chinese_date(earlier.rendered_on)}作出{served}）"
    number = substance.earlier_number()
    return {"earlier_number": f"{number}{days}" if number else ""}


def _closing(state: Filed) -> dict[str, str]:
    """The history of a request that was closed without an answer to its substance."""
    match state:
        case Lapsed():
            return {
                "notice_number": state.notice.document_number,
                "notice_served_on": chinese_date(state.served_on),
                "notice_method": method_words(state.method),
                "notice_days": str(state.notice.respond_working_days),
                "notice_due_on": chinese_date(state.due_on),
            }
        case Withdrawn(withdrawn_on=on):
            return {"withdrawn_on": chinese_date(on), "closing": ""}  # its own sentence says it
        case _:
            return {}
