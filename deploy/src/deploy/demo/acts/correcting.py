"""补正 and 撤回: the notice, the correction, the withdrawal."""

from typing import Final

from deploy.demo.acts.filing import moments, service_form, tracking
from deploy.demo.offices import clerk_of
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import Correction, Request, Withdrawal

UNCLEAR: Final = "description:unclear"
"""The form's box that every correction of the year concerns."""


def ask(users: PortalUsers, request: Request) -> None:
    """要求补正: the clerk records the finding and draws up the notice."""
    wanting = _correction(request)
    users.act(clerk_of(request), users.request_page(request), "check", findings=[UNCLEAR])
    users.act(
        clerk_of(request),
        users.request_page(request),
        "correction",
        explanation=wanting.explanation,
        respond_working_days=str(wanting.days),
    )


def tell(users: PortalUsers, request: Request) -> None:
    """送达补正告知书."""
    notice = _correction(request)
    users.act(
        clerk_of(request),
        users.request_page(request),
        "correction-served",
        **service_form(notice.served, notice.method),
    )


def correct(users: PortalUsers, request: Request) -> None:
    """补正 on the tracking page."""
    browser = users.browser(request.applicant)
    tracking(users, request)
    form = browser.open(f"/{request.agency}/track/correct")
    check = browser.send(form, "/correct", content=_correction(request).text, step="check")
    browser.send(check, "/correct", step="submit")


def note_correction(users: PortalUsers, request: Request) -> None:
    """登记补正: the clerk registers a correction on paper."""
    mended = _correction(request)
    if mended.corrected is None:
        raise ValueError(f"{request.id} is corrected by nobody")
    page = f"{users.request_page(request)}/corrected?channel={mended.channel}"
    came = moments(mended.channel, mended.corrected)
    users.act(clerk_of(request), page, "corrected", content=mended.text, **came)


def withdraw(users: PortalUsers, request: Request) -> None:
    """撤回 on the tracking page."""
    browser = users.browser(request.applicant)
    tracking(users, request)
    page = browser.open(f"/{request.agency}/track/withdraw")
    browser.send(page, "/withdraw", reason=_withdrawal(request).reason)


def note_withdrawal(users: PortalUsers, request: Request) -> None:
    """登记撤回: the clerk registers a withdrawal on paper."""
    taken_back = _withdrawal(request)
    users.act(
        clerk_of(request),
        users.request_page(request),
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
