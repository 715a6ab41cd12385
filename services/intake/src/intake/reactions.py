"""What intake does when others' facts arrive: it renders the issued reply, and finishes a key's destruction."""

from asyncio import to_thread
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from intake import registers
from intake.application import DELIVERIES, unseal_applicant
from intake.documents import Asked, Press, RenderedDocument, render_reply
from intake.domain.commands import RenderReply
from intake.domain.decider import request_decider
from intake.domain.request import Accepted
from intake.handlers import received_of, stream_of
from intake.letters import Substance, reply_of
from shared.events import load
from shared.events.intake import KeyDestroyed, RequestReceived
from shared.events.review import ReplyIssued
from shared.handling import commit_with_retry, state_after
from shared.message import Origin, Recorded, follow
from shared.numbers import request_number
from shared.policy import Policy, PolicyOf
from shared.sealing import KeyDestroyedError, RequestKey
from shared.store import Change, Commit, EventStore
from shared.substance import substance_hash
from shared.vault import Vault

REPLY_FIELD = "reply"
"""The field name that a reply's blob is sealed under, scope `identity`."""


class SubstanceForged(Exception):
    """The issued parts do not hash to what was signed: the lane is parked, nothing is rendered."""


class Blobs(Protocol):
    """Where sealed files are put: `intake.documents.BlobStore`."""

    async def put(self, data: bytes) -> str:
        """Keep the bytes and answer their SHA-256."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderIssuedReply:
    """签发 → 文号、成文: a signed reply gets its number and its addressee, and lies ready for service."""

    vault: Vault
    blobs: Blobs
    press: Press
    policy_of: PolicyOf
    exercise: bool
    name: str = "intake.render-reply"
    source: str = "review"
    types: frozenset[str] = frozenset({ReplyIssued.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Render once; nothing happens when the request does not wait for a reply.

        Raises `SubstanceForged`, `KeyDestroyedError`, `DocumentFailed`: the lane is parked, visibly.
        """
        issued = load(row)
        if not isinstance(issued, ReplyIssued):
            return
        rows = await store.load(row.agency, stream_of(issued.request_id))
        state = state_after(request_decider, rows)
        if not isinstance(state, Accepted):
            return
        key = await self.vault.open(row.agency, str(rows[0].key_id))
        substance = open_substance(key, issued)
        origin, received = follow(row, self.name), received_of(rows[0])

        async def attempt() -> Commit:
            number = await registers.next_number(store, row.agency, registers.REPLIES, issued.issued_on.year)
            command = await self._rendered(key, origin, received, substance, issued.issue_id, number)
            events = tuple(request_decider.decide(state, command))
            numbered = registers.assign(registers.REPLIES, issued.issued_on.year, number, issued.request_id)
            change = Change(stream_of(issued.request_id), len(rows), events, key.key_id)
            return Commit(origin, (numbered, change), {"document_number": command.document_number})

        await commit_with_retry(store, origin, attempt)

    async def _rendered(
        self,
        key: RequestKey,
        origin: Origin,
        received: RequestReceived,
        substance: Substance,
        issue_id: UUID,
        number: int,
    ) -> RenderReply:
        """Set the page in a thread, seal it, keep it; the event holds only hashes."""
        policy = self.policy_of(origin.agency, substance.issued_on)
        written = registers.document_number(
            policy["agency.document_code"].value, substance.issued_on.year, number
        )
        set_page = await to_thread(self._set, key, policy, received, substance, written)
        blob = await self.blobs.put(key.seal_bytes("identity", REPLY_FIELD, set_page.pdf))
        return RenderReply(
            origin=origin,
            issue_id=issue_id,
            outcome=substance.outcome,
            document_number=written,
            sha256=set_page.sha256,
            blob=blob,
            pages=set_page.pages,
            renderer=set_page.renderer,
        )

    def _set(
        self, key: RequestKey, policy: Policy, received: RequestReceived, substance: Substance, written: str
    ) -> RenderedDocument:
        person = unseal_applicant(key, received.applicant)
        asked = Asked(
            received_on=received.received_on,
            request_number=request_number(received.year, received.number),
            content=key.unseal("content", received.content),
            organisation=received.applicant_kind != "natural_person",
            information_label=policy["label.information"].value,
        )
        form = DELIVERIES.get(received.delivery, received.delivery)
        reply = reply_of(
            policy, asked, substance, form, name=person["name"], number=written, exercise=self.exercise
        )
        return render_reply(self.press, reply)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishKeyDestruction:
    """销毁密钥 → the key is gone, also when the process died between the event and the vault."""

    vault: Vault
    name: str = "intake.destroy-key"
    source: str = "intake"
    types: frozenset[str] = frozenset({KeyDestroyed.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:  # noqa: ARG002  # the port's signature
        """Destroy the key that the row names, unless the handler has: destroying rewrites the key database."""
        try:
            await self.vault.open(row.agency, str(row.key_id))
        except KeyDestroyedError:
            return
        await self.vault.destroy(row.agency, str(row.key_id))


def open_substance(key: RequestKey, issued: ReplyIssued) -> Substance:
    """What was signed, in clear. Raises `SubstanceForged`, `BoxSpoiledError`."""
    finding = key.unseal("finding", issued.finding)
    decision = key.unseal("decision", issued.decision)
    materials = tuple(key.unseal("materials", box) for box in issued.materials)
    found = substance_hash(
        outcome=issued.outcome,
        clause=issued.clause,
        finding=finding,
        decision=decision,
        materials=materials,
    )
    if found != issued.substance_sha256:
        raise SubstanceForged(str(issued.issue_id))
    return Substance(
        outcome=issued.outcome,
        clause=issued.clause,
        finding=finding,
        decision=decision,
        materials=materials,
        issued_on=issued.issued_on,
    )
