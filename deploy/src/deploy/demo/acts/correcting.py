"""补正 and 撤回: what the clerk asks for and sends, what the applicant mends or takes back."""

from typing import Final

from deploy.demo.acts.filing import clerk, moments, service, tracking
from deploy.demo.room import Room
from deploy.demo.story import Correction, Request, Withdrawal

UNCLEAR: Final = "description:unclear"
"""What every correction of the year is about."""


def ask(room: Room, request: Request) -> None:
    """要求补正: what is wanting, in words, and the days to mend it."""
    wanting = _correction(request)
    room.act(clerk(request), room.request_page(request), "check", findings=[UNCLEAR])
    room.act(
        clerk(request),
        room.request_page(request),
        "correction",
        explanation=wanting.explanation,
        respond_working_days=str(wanting.days),
    )


def tell(room: Room, request: Request) -> None:
    """送达补正告知书."""
    told = _correction(request)
    room.act(
        clerk(request), room.request_page(request), "correction-served", **service(told.served, told.method)
    )


def correct(room: Room, request: Request) -> None:
    """补正 on the tracking page."""
    browser = room.browser(request.applicant)
    tracking(room, request)
    form = browser.open(f"/{request.agency}/track/correct")
    check = browser.send(form, "/correct", content=_correction(request).text, step="check")
    browser.send(check, "/correct", step="submit")


def note_correction(room: Room, request: Request) -> None:
    """补正 on paper, noted by the clerk."""
    mended = _correction(request)
    if mended.corrected is None:
        raise ValueError(f"{request.id} is corrected by nobody")
    page = f"{room.request_page(request)}/corrected?channel={mended.channel}"
    came = moments(mended.channel, mended.corrected)
    room.act(clerk(request), page, "corrected", content=mended.text, **came)


def withdraw(room: Room, request: Request) -> None:
    """撤回 on the tracking page."""
    browser = room.browser(request.applicant)
    tracking(room, request)
    page = browser.open(f"/{request.agency}/track/withdraw")
    browser.send(page, "/withdraw", reason=_withdrawal(request).reason)


def note_withdrawal(room: Room, request: Request) -> None:
    """撤回 on paper, noted by the clerk."""
    taken_back = _withdrawal(request)
    room.act(
        clerk(request),
        room.request_page(request),
        "withdraw",
        withdrawn_on=str(taken_back.on),
        reason=taken_back.reason,
    )


def _correction(request: Request) -> Correction:
    if request.correction is None:
        raise ValueError(f"{request.id} is corrected by nobody")
    return request.correction


def _withdrawal(request: Request) -> Withdrawal:
    if request.withdrawal is None:
        raise ValueError(f"{request.id} is withdrawn by nobody")
    return request.withdrawal
