"""Commands on requests: load, fold, decide, append. Each is idempotent by its origin's command id."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from intake import offer, registers
from intake.application import (
    Application,
    seal_applicant,
    seal_given,
    unseal_applicant,
    unseal_application,
)
from intake.domain import commands
from intake.domain.decider import request_decider
from intake.domain.request import NoRequest
from intake.domain.request_decisions import admissible
from intake.domain.rules import REGULATION
from intake.query_code import draw_query_code
from intake.registers import Registers
from shared.clock import legal_day
from shared.decider import Refusal
from shared.events import load
from shared.events.intake import Finding, IntakeEvent, RequestReceived
from shared.handling import commit_with_retry, state_after
from shared.message import Origin, Recorded
from shared.numbers import request_number
from shared.policy import Policy, PolicyOf
from shared.sealing import KeyDestroyedError, RequestKey
from shared.store import Change, Commit, EventStore, Receipt, Result
from shared.vault import Vault

CHANNEL = "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What a command on a request works with: the log, the keys, the agency's policy of a day, the registers."""

    store: EventStore
    vault: Vault
    policy_of: PolicyOf
    registers: Registers

    def policy(self, origin: Origin) -> Policy:
        """What applies on the day of the wish."""
        return self.policy_of(origin.agency, legal_day(origin.at))


def stream_of(request_id: UUID) -> str:
    """The stream of one request."""
    return f"request/{request_id}"


async def file_request(
    office: Office, origin: Origin, application: Application, query_code: str = ""
) -> Receipt:
    """Receive a request on the web; a second click gets the first one's answer, another text under its id is refused.

    Who must tell the query code at once draws it; else it is drawn here, and told when the receipt is opened.
    Raises `Refusal` before a key is made, `VersionConflict`, `StoreUnavailable`. Of two clicks at once, or when the
    log is away, a key may be left that nothing was sealed with: it opens nothing.
    """
    done = await office.store.receipt(origin.agency, origin.command_id)
    if done is None:
        refuse_inadmissible(office.policy(origin), application)
        key = await office.vault.create(origin.agency)
        filing = _filing(office, origin, application, key, query_code or draw_query_code())
        done = await _commit_filing(office, filing, key)
        if done.result["request_id"] == str(filing.request_id):
            return done
    await _refuse_another(office, origin.agency, done, application)
    return replace(done, repeated=True)


def refuse_inadmissible(policy: Policy, application: Application) -> None:
    """What the agency's offer of the day lets nobody file on line. Raises `Refusal`."""
    admissible(offer.offer_of(policy), CHANNEL, application.applicant_kind, application.given())


async def _refuse_another(office: Office, agency: str, done: Receipt, application: Application) -> None:
    """One form is one request: what was changed after it was filed (the browser's way back) must not vanish unseen.

    A destroyed key leaves nothing to compare with. Raises `Refusal`.
    """
    first = await first_row(office.store, agency, UUID(str(done.result["request_id"])))
    try:
        key = await office.vault.open(agency, str(first.key_id))
    except KeyDestroyedError:
        return
    received = received_of(first)
    if unseal_application(key, received) != application:
        number = request_number(received.year, received.number)
        reason = (
            f"这份表单已经登记为 {number}，这次的内容不同，没有受理。另有所求的，请重新打开申请页面填写。"
        )
        raise Refusal("already-filed-otherwise", reason, f"{REGULATION}第二十九条")


async def _commit_filing(office: Office, filing: commands.FileRequest, key: RequestKey) -> Receipt:
    """Number and request in one commit; a number that was taken in between is drawn again."""
    origin, year, reading = filing.origin, legal_day(filing.origin.at).year, 0
    ahead = office.registers.drawn(origin.agency, registers.REQUESTS, year)

    async def attempt() -> Commit:
        nonlocal reading
        ahead.missed(reading)
        number, reading = await ahead.draw()
        events = tuple(request_decider.decide(NoRequest(), replace(filing, number=number)))
        numbered = registers.assign(registers.REQUESTS, year, number, filing.request_id)
        received = Change(stream_of(filing.request_id), 0, events, key.key_id)
        return Commit(origin, (numbered, received), _filed(events))

    return await commit_with_retry(office.store, origin, attempt)


def _filed(events: Sequence[IntakeEvent]) -> Result:
    received = next(event for event in events if isinstance(event, RequestReceived))
    return {
        "request_id": str(received.request_id),
        "number": received.number,
        "year": received.year,
        "received_on": received.received_on.isoformat(),
    }


def _filing(
    office: Office, origin: Origin, application: Application, key: RequestKey, code: str
) -> commands.FileRequest:
    """The command, sealed. Sent after check-your-answers and answered at once, so both sides confirm in that instant."""
    policy = office.policy(origin)
    rule = policy["receipt_rule.web"]
    return commands.FileRequest(
        origin=origin,
        offer=offer.offer_of(policy),
        request_id=uuid4(),
        number=0,
        channel=CHANNEL,
        receipt_rule=rule.value,
        receipt_basis=offer.basis_of(rule),
        instants={"submitted": origin.at, "confirmed": origin.at, "arrived": origin.at},
        given=application.given(),
        applicant_kind=application.applicant_kind,
        applicant=seal_applicant(key, application),
        content=key.seal("text", "content", application.content),
        hints=seal_given(key, "text", "hints", application.hints),
        purpose=seal_given(key, "text", "purpose", application.purpose),
        supply_form=application.supply_form,
        delivery=application.delivery,
        query_code=key.seal("identity", "query_code", code),
        query_lookup=office.vault.lookup(origin.agency, code),
    )


async def complete_formal_check(
    office: Office, origin: Origin, request_id: UUID, findings: tuple[Finding, ...]
) -> Receipt:
    """形式审查 by the clerk."""
    policy = office.policy(origin)
    command = commands.CompleteFormalCheck(
        origin=origin,
        findings=findings,
        fields_required=offer.fields_required(policy),
        basis=offer.basis_of(policy["correction.notice_working_days"]),
    )
    return await _do(office.store, request_id, command)


async def accept_request(office: Office, origin: Origin, request_id: UUID) -> Receipt:
    """受理 by the clerk: review hears of it."""
    return await _do(office.store, request_id, commands.AcceptRequest(origin=origin))


async def serve_reply(
    office: Office, origin: Origin, request_id: UUID, served_on: date, method: str
) -> Receipt:
    """送达 by the clerk."""
    command = commands.ServeReply(origin=origin, served_on=served_on, method=method)
    return await _do(office.store, request_id, command)


async def view_applicant(office: Office, origin: Origin, request_id: UUID, purpose: str) -> dict[str, str]:
    """Log who opens the identity and why, and only then open it. Raises `Refusal`, `KeyDestroyedError`."""
    await _do(office.store, request_id, commands.ViewApplicant(origin=origin, purpose=purpose))
    first = await first_row(office.store, origin.agency, request_id)
    key = await office.vault.open(origin.agency, str(first.key_id))
    return unseal_applicant(key, received_of(first).applicant)


async def destroy_key(office: Office, origin: Origin, request_id: UUID, reason: str) -> Receipt:
    """销毁密钥 by the head: the event first, then the key; the reaction `intake.destroy-key` makes up for a crash."""
    years: int = office.policy(origin)["retention.case_years"].value
    command = commands.DestroyKey(origin=origin, reason=reason, retention_years=years)
    receipt = await _do(office.store, request_id, command)
    first = await first_row(office.store, origin.agency, request_id)
    await office.vault.destroy(origin.agency, str(first.key_id))
    return receipt


async def first_row(store: EventStore, agency: str, request_id: UUID) -> Recorded:
    """The receipt of a request: its key's id stands in the row. Raises `Refusal` when there is none."""
    return (await _rows(store, agency, request_id))[0]


async def _rows(store: EventStore, agency: str, request_id: UUID) -> Sequence[Recorded]:
    rows = await store.load(agency, stream_of(request_id))
    if not rows:
        raise Refusal("request-unknown", "没有找到这件申请。请核对登记编号。", status=404)
    return rows


def received_of(row: Recorded) -> RequestReceived:
    """The event of a request's first row."""
    event = load(row)
    if not isinstance(event, RequestReceived):
        raise TypeError(f"a request begins with {event.type_name()}")
    return event


async def _do(store: EventStore, request_id: UUID, command: commands.RequestCommand) -> Receipt:
    """Decide on a request that is there; every row of it names its key, so that who may can open it."""
    origin = command.origin

    async def attempt() -> Commit:
        rows = await _rows(store, origin.agency, request_id)
        events = tuple(request_decider.decide(state_after(request_decider, rows), command))
        change = Change(stream_of(request_id), len(rows), events, rows[0].key_id)
        return Commit(origin, (change,), {"request_id": str(request_id)})

    return await commit_with_retry(store, origin, attempt)
