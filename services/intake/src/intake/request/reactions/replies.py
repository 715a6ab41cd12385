"""Reacts to review's `reply-issued`: numbers and renders 答复书."""

from dataclasses import dataclass, replace
from typing import Literal

from intake.register import numbers
from intake.request.application import DELIVERIES
from intake.request.commands import RequestCommand
from intake.request.handlers.loaded_request import LoadedRequest, load_request
from intake.request.handlers.papers import UNSET, Numbering, Papers, commit_numbered
from intake.request.papers.answer import THIRD_PARTY_RECORD, Earlier, Substance, answer_letter
from intake.request.papers.asked import Head, asked_of, paper_of
from intake.request.serving.commands import RenderReply
from intake.request.state import Answerable, Replied, Served, overtaken
from shared.command.reaction import Reaction
from shared.eventlog.store import EventStore
from shared.events.names import DECISION, FINDING, MATERIALS, REPLY, DocumentNumber
from shared.events.registry import load
from shared.events.review.case import ReplyIssued
from shared.events.substance import Proof, Recalled, substance_hash
from shared.message import Recorded, follow
from shared.papers.paper import Paper
from shared.policy import PolicyOf
from shared.privacy.sealing import SubjectKey
from shared.privacy.vault import Vault


class SubstanceForged(Exception):
    """The issued parts do not hash to what was signed: nothing is rendered, and the event becomes a dead letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderIssuedReply(Reaction):
    """签发 → 文号、成文: a signed reply gets its number and its addressee, and lies ready for service."""

    vault: Vault
    papers: Papers
    policy_of: PolicyOf
    name: str = "intake.render-reply"
    source: str = "review"
    transaction: Literal["shared", "own"] = "own"
    types: frozenset[str] = frozenset({ReplyIssued.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Render once; nothing happens when the request does not wait for a reply.

        Raises `SubstanceForged`, `ForgedOutcome`, `WordsMissing`, `KeyDestroyedError`, `DocumentFailed`, each of
        which makes the event a dead letter.
        """
        issued = load(row)
        if not isinstance(issued, ReplyIssued):
            return
        loaded = await load_request(store, row.agency, issued.request_id)
        state = loaded.state
        if not isinstance(state, Answerable) or overtaken(state, issued.outcome, issued.issue_id):
            return
        key = await self.vault.open(row.agency, loaded.key_id)
        substance = open_substance(key, issued, loaded.recalled(key))
        earlier = await earlier_answer(store, row.agency, substance.earlier_number())
        command = RenderReply(
            origin=follow(row, self.name), issue_id=issued.issue_id, outcome=issued.outcome, letter=UNSET
        )

        async def command_with(number: int) -> RequestCommand:
            paper = self._paper(key, loaded, substance, earlier, number)
            return replace(command, letter=await self.papers.make(key, REPLY, paper))

        numbering = Numbering(numbers.REPLIES, issued.issued_on.year, issued.request_id)
        await commit_numbered(store, numbering, command_with, command)

    def _paper(
        self,
        key: SubjectKey,
        loaded: LoadedRequest,
        substance: Substance,
        earlier: Earlier | None,
        number: int,
    ) -> Paper:
        """The reply in words, by the agency's policy of the day of issue."""
        on, application = substance.issued_on, loaded.opened(key)
        policy = self.policy_of(loaded.rows[0].agency, on)
        consulted = substance.proved(THIRD_PARTY_RECORD, policy.evidence_kinds()[THIRD_PARTY_RECORD])
        asked = asked_of(policy, loaded.state.file, application.content, consulted)
        form = DELIVERIES.get(application.delivery, application.delivery)
        letter = answer_letter(policy, asked, substance, loaded.state, form=form, earlier=earlier)
        document_number = numbers.document_number(policy, numbers.REPLIES, on.year, number)
        head = Head(policy, application.name, document_number, on, self.papers.exercise)
        return paper_of(head, letter, policy.redress_text(substance.outcome))


async def earlier_answer(store: EventStore, agency: str, document_number: str) -> Earlier | None:
    """When the answer of that 文号 was made out and served; None where this log has none (of before Lantai, or void)."""
    found = DocumentNumber.parse(document_number)
    if found is None:
        return None
    request_id = await numbers.holder(store, agency, numbers.REPLIES, found.year, found.number)
    if request_id is None:
        return None
    state = (await load_request(store, agency, request_id)).state
    if not isinstance(state, Replied | Served) or state.reply.document_number != document_number:
        return None
    served_on = state.served_on if isinstance(state, Served) else None
    return Earlier(rendered_on=state.reply.rendered_on, served_on=served_on)


def open_substance(key: SubjectKey, issued: ReplyIssued, opening: Recalled) -> Substance:
    """What was signed, in clear; the signature also covers the letter's `opening`. Raises `SubstanceForged`, `BoxSpoiledError`."""
    evidence = tuple(
        Proof(each.kind, {name: key.unseal(name, box) for name, box in each.boxes.items()}, each.reference)
        for each in issued.evidence
    )
    substance = Substance(
        outcome=issued.outcome,
        clause=issued.clause,
        finding=key.unseal(FINDING, issued.finding),
        decision=key.unseal(DECISION, issued.decision),
        materials=tuple(key.unseal(MATERIALS, box) for box in issued.materials),
        evidence=evidence,
        issued_on=issued.issued_on,
    )
    found = substance_hash(
        recalled=opening,
        outcome=substance.outcome,
        clause=substance.clause,
        finding=substance.finding,
        decision=substance.decision,
        materials=substance.materials,
        evidence=evidence,
    )
    if found != issued.substance_sha256:
        raise SubstanceForged(str(issued.issue_id))
    return substance
