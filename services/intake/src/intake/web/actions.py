"""What is done to a request: each POST is one command, and leads back to the request."""

from collections.abc import Awaitable
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from intake import handlers
from intake.domain.rules import DESTRUCTION_REASONS, SERVICE_METHODS, VIEW_PURPOSES
from intake.door import Door
from intake.web.cookies import Grant, hand_out, see_other
from intake.web.staff import back, found, show_request
from intake.web.wiring import Clerk, DoorStaff, Head, Intake
from shared.clock import legal_day
from shared.decider import Refusal
from shared.events.intake import Finding
from shared.store import Receipt
from shared.web.access import Pass
from shared.web.forms import FormReader

IDENTITY_MINUTES: Final = 10
router = APIRouter(prefix="/intake/{agency}/requests/{request_id}", include_in_schema=False)


@router.post("/check")
async def check(request: Request, agency: str, request_id: UUID, door: Intake, held: Clerk) -> Response:
    """形式审查: the ticked fields are found wanting; none ticked, the request is complete."""
    form = FormReader(await request.form())
    policy = await door.policy(agency)
    fields = {field.id: field for field in policy["form.fields"].value if field.required}
    ticked = form.choices("findings", "需要补正的内容", fields, required=False)
    if form.errors:
        return await show_request(request, door, held, await found(door, agency, request_id), form)
    findings = tuple(Finding(each, "incomplete", fields[each].clause) for each in ticked)
    origin = await door.by_staff(agency, held, form.command_id(), "clerk")
    done = handlers.complete_formal_check(door.store, policy, origin, request_id, findings)
    return await _after(request, door, held, request_id, form, done)


@router.post("/accept")
async def accept(request: Request, agency: str, request_id: UUID, door: Intake, held: Clerk) -> Response:
    """受理."""
    form = FormReader(await request.form())
    origin = await door.by_staff(agency, held, form.command_id(), "clerk")
    done = handlers.accept_request(door.store, origin, request_id)
    return await _after(request, door, held, request_id, form, done)


@router.post("/serve")
async def serve(request: Request, agency: str, request_id: UUID, door: Intake, held: Clerk) -> Response:
    """送达: the day and the way."""
    form = FormReader(await request.form())
    view = await found(door, agency, request_id)
    today = legal_day(await door.clock.now())
    served_on = form.date("served_on", "送达日期", latest=today)
    method = form.choice("method", "送达方式", SERVICE_METHODS)
    if form.errors or served_on is None:
        return await show_request(request, door, held, view, form)
    origin = await door.by_staff(agency, held, form.command_id(), "clerk")
    done = handlers.serve_reply(door.store, origin, request_id, served_on, method)
    return await _after(request, door, held, request_id, form, done)


@router.post("/applicant")
async def open_applicant(
    request: Request, agency: str, request_id: UUID, door: Intake, held: DoorStaff
) -> Response:
    """Open the identity for a stated purpose: logged first, shown for some minutes."""
    form = FormReader(await request.form())
    purpose = form.choice("purpose", "查看用途", VIEW_PURPOSES)
    if form.errors:
        return await show_request(request, door, held, await found(door, agency, request_id), form)
    origin = await door.by_staff(agency, held, form.command_id(), "clerk", "head")
    await handlers.view_applicant(door.store, door.vault, origin, request_id, purpose)
    path = f"/intake/{agency}/requests/{request_id}"
    response = see_other(request, path)
    grant = Grant(
        agency=agency,
        request_id=request_id,
        use="identity",
        path=path,
        minutes=IDENTITY_MINUTES,
        holder=held.account,
    )
    hand_out(request, response, door, grant)
    return response


@router.post("/destroy-key")
async def destroy_key(request: Request, agency: str, request_id: UUID, door: Intake, held: Head) -> Response:
    """销毁密钥 by the head; the number must be typed, since nothing brings the person back."""
    form, view = FormReader(await request.form()), await found(door, agency, request_id)
    reason = form.choice("reason", "销毁理由", DESTRUCTION_REASONS)
    if form.text("confirmed_number", "登记编号", max_length=20) != view.number:
        form.fail(
            "confirmed_number", "number-not-confirmed", f"请输入本件的登记编号 {view.number}，以确认销毁。"
        )
    if form.errors:
        return await show_request(request, door, held, view, form)
    origin = await door.by_staff(agency, held, form.command_id(), "head")
    done = handlers.destroy_key(door.store, door.vault, await door.policy(agency), origin, request_id, reason)
    return await _after(request, door, held, request_id, form, done)


async def _after(
    request: Request, door: Door, held: Pass, request_id: UUID, form: FormReader, done: Awaitable[Receipt]
) -> Response:
    """303 to the request; a refusal is shown on it, over the form that was sent."""
    agency = str(request.path_params["agency"])
    try:
        receipt = await done
    except Refusal as refusal:
        form.refuse(refusal)
        return await show_request(request, door, held, await found(door, agency, request_id), form)
    return await back(request, door, agency, request_id, receipt.last_seq)
