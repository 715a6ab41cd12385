"""Handlers of 收到申请: on line by the applicant, or registered by the clerk (counter, letter, fax, oral)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from intake.register import numbers
from intake.request import commands, from_policy
from intake.request.admission import Admission
from intake.request.application import Application, Arrival, seal_applicant, seal_given, unseal_application
from intake.request.decide import request_decider
from intake.request.filing import admissible
from intake.request.handlers.dependencies import Dependencies
from intake.request.handlers.query_code import draw_query_code
from intake.request.handlers.stream import first_row, received_of, stream_of
from intake.request.receipt import CHANNEL_INSTANTS
from intake.request.rules import REGULATION, name_is_a_name
from intake.request.state import NoRequest
from shared.command.decider import Refusal
from shared.command.execute import commit_with_retry
from shared.eventlog.store import Change, Commit, Receipt, Result
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.request import ApplicantFact, RequestReceived
from shared.events.names import CONTENT, HINTS, PURPOSE, QUERY_CODE
from shared.events.terms import Subject
from shared.message import Origin
from shared.policy import Policy
from shared.privacy.sealing import KeyDestroyedError, SubjectKey
from shared.privacy.vault import UnknownKeyError
from shared.time.clock import legal_day
from shared.words.numbers import request_number


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filing:
    """The data of one application that is being filed."""

    origin: Origin
    admission: Admission
    application: Application
    arrival: Arrival
    query_code: str
    allow: Callable[[Policy], None] = lambda _: None
    request_id: UUID = field(default_factory=uuid4)


async def file_request(
    deps: Dependencies,
    origin: Origin,
    application: Application,
    query_code: str = "",
    allow: Callable[[Policy], None] = lambda _: None,
) -> Receipt:
    """Receive a request on line. A repeated click gets the first receipt; another text with the same id is refused.

    The applicant has checked the answers and the receipt is shown at once, so both sides confirm in that instant. The
    caller passes a query code when it must show the code at once; otherwise a new code is made here. `allow` is called for
    a request that is new and complete, before anything dear is done; it refuses one too many.
    Raises `Refusal` before a key is created; `VersionConflict`, `StoreUnavailable`. Two simultaneous clicks or an
    unreachable log can leave an unused key behind.
    """
    instants = dict.fromkeys(CHANNEL_INSTANTS[from_policy.WEB], origin.at)
    filing = _Filing(
        origin=origin,
        admission=from_policy.admission_of(deps.policy(origin)),
        application=application,
        arrival=Arrival(channel=from_policy.WEB, instants=instants),
        query_code=query_code or draw_query_code(),
        allow=allow,
    )
    return await _receive(deps, filing)


async def register_request(
    deps: Dependencies, origin: Origin, application: Application, arrival: Arrival, query_code: str = ""
) -> Receipt:
    """登记 by the clerk: receive a request from the counter, by letter, by fax or oral.

    Only name and description are required; other missing fields can be corrected (补正). `arrival.channel` is an id of
    `CHANNEL_INSTANTS`; the clerk noted its instants. Refused: a channel that the agency does not offer,
    instants in the future, out of order, or before the agency's policy was in force.
    """
    from_policy.refuse_before_agency(deps.policy_of, origin.agency, arrival.instants.values())
    filing = _Filing(
        origin=origin,
        admission=from_policy.desk_admission_of(deps.policy(origin)),
        application=application,
        arrival=arrival,
        query_code=query_code or draw_query_code(),
    )
    return await _receive(deps, filing)


def refuse_inadmissible(policy: Policy, application: Application) -> None:
    """Refuse an application that the policy does not allow on line. Raises `Refusal`."""
    name_is_a_name(application.name)
    admissible(
        from_policy.admission_of(policy), from_policy.WEB, application.applicant_kind, application.given()
    )


async def _receive(deps: Dependencies, filing: _Filing) -> Receipt:
    origin, application = filing.origin, filing.application
    done = await deps.store.receipt(origin.agency, origin.command_id)
    if done is None:
        name_is_a_name(application.name)
        admissible(filing.admission, filing.arrival.channel, application.applicant_kind, application.given())
        filing.allow(deps.policy(origin))
        key = await deps.vault.create(origin.agency, Subject.request(filing.request_id), ("identity", "text"))
        command = _sealed(deps, filing, key)
        done = await _commit(deps, command, key)
        if done.result["request_id"] == str(command.request_id):
            return done
    await _refuse_another(deps, origin.agency, done, application)
    return replace(done, repeated=True)


async def _refuse_another(deps: Dependencies, agency: str, done: Receipt, application: Application) -> None:
    """Refuse a form that was filed before and has other contents now (the browser's back button).

    When the key is destroyed or missing nothing can be compared and the form passes. Raises `Refusal`.
    """
    first = await first_row(deps.store, agency, UUID(str(done.result["request_id"])))
    try:
        key = await deps.vault.open(agency, str(first.key_id))
    except (KeyDestroyedError, UnknownKeyError):
        return
    received = received_of(first)
    if unseal_application(key, received) != application:
        number = request_number(received.year, received.number)
        reason = (
            f"这份表单已经登记为 {number}，这次的内容不同，没有受理。另有所求的，请重新打开申请页面填写。"
        )
        raise Refusal("already-filed-otherwise", reason, f"{REGULATION}第二十九条")


async def _commit(deps: Dependencies, command: commands.FileRequest, key: SubjectKey) -> Receipt:
    """Append number and request in one commit; retry with the next number when it was taken meanwhile."""
    origin, year, reading = command.origin, legal_day(command.origin.at).year, 0
    pool = deps.number_pools.pool(origin.agency, numbers.REQUESTS, year)
    request_decider.decide(NoRequest(), command)  # a refused command must not take a number

    async def attempt() -> Commit:
        nonlocal reading
        pool.missed(reading)
        number, reading = await pool.draw()
        events = tuple(request_decider.decide(NoRequest(), replace(command, number=number)))
        numbered = numbers.assign(numbers.REQUESTS, year, number, command.request_id)
        received = Change(stream_of(command.request_id), 0, events, key.key_id)
        return Commit(origin, (numbered, received), _filed(events))

    return await commit_with_retry(deps.store, origin, attempt)


def _filed(events: Sequence[IntakeEvent]) -> Result:
    received = next(event for event in events if isinstance(event, RequestReceived))
    return {
        "request_id": str(received.request_id),
        "number": received.number,
        "year": received.year,
        "received_on": received.receipt.received_on.isoformat(),
    }


def _sealed(deps: Dependencies, filing: _Filing, key: SubjectKey) -> commands.FileRequest:
    """Build the command with all texts sealed."""
    origin, application, arrival = filing.origin, filing.application, filing.arrival
    rule = deps.policy(origin)[f"receipt_rule.{arrival.channel}"]
    return commands.FileRequest(
        origin=origin,
        admission=filing.admission,
        request_id=filing.request_id,
        number=0,
        channel=arrival.channel,
        receipt_rule=rule.value,
        receipt_basis=rule.basis,
        instants=dict(arrival.instants),
        given=application.given(),
        applicant=ApplicantFact(kind=application.applicant_kind, person=seal_applicant(key, application)),
        content=key.seal("text", CONTENT, application.content),
        hints=seal_given(key, "text", HINTS, application.hints),
        purpose=seal_given(key, "text", PURPOSE, application.purpose),
        supply_form=application.supply_form,
        delivery=application.delivery,
        query_code=key.seal("identity", QUERY_CODE, filing.query_code),
        query_lookup=deps.vault.lookup(origin.agency, filing.query_code),
    )
