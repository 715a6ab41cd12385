"""Acts in intake: file, check, accept, serve and track."""

import re
from datetime import date
from typing import Final
from uuid import UUID

from deploy.demo.acts.applicants import papers_of
from deploy.demo.offices import clerk_of
from deploy.demo.page import Page
from deploy.demo.people import Slip, apply, found, slip_of
from deploy.demo.portal_users import FiledRequest, PortalUsers, retry_until_done
from deploy.demo.story import ON_LINE, Request

DOCUMENT_NUMBER: Final = re.compile(r"文号 (\S+〔\d+〕\d+号)")
MOMENTS: Final = {"arrived": "09:05", "signed_for": "09:10", "handed_in": "09:15", "confirmed": "09:20"}
NOTED: Final = {
    "counter": ("handed_in",),
    "post": ("arrived", "signed_for"),
    "post_plain": ("arrived", "confirmed"),
}
PROOFS: Final = {"post": "挂号信 XA 2025 0000 0 46", "in-person": "送达回证，申请人本人签收"}
"""送达凭证 by method of service. On line, the system's own record is the proof."""


def answers_of(request: Request) -> dict[str, str]:
    """The values of all boxes of the application."""
    text = {"content": request.content, "hints": request.hints, "purpose": request.purpose}
    choices = {
        "supply_form": "electronic" if request.method == ON_LINE else "paper",
        "delivery": {ON_LINE: "download", "post": "post"}.get(request.method, "pick-up"),
    }
    return papers_of(request) | text | choices


def file_request(users: PortalUsers, request: Request) -> None:
    """提出申请: the applicant files on line, or the clerk registers the paper."""
    if request.channel == "web":
        slip = slip_of(apply(users.browser(request.applicant), request.agency, answers_of(request)))
    else:
        slip = _register(users, request)
    docket = f"/intake/{request.agency}/requests"
    line = retry_until_done(
        lambda: users.read(clerk_of(request), docket).link(slip.number), f"{request.id} {docket}"
    )
    users.filed[request.id] = FiledRequest(UUID(line.rpartition("/")[2]), slip)


def _register(users: PortalUsers, request: Request) -> Slip:
    """登记来件 by the clerk, one request at a time."""
    page = f"/intake/{request.agency}/register?channel={request.channel}"
    with users.one_at_a_time(clerk_of(request)):
        form = users.read(clerk_of(request), page)
        answers = answers_of(request) | moments(request.channel, request.filed)
        mine = {name: text for name, text in answers.items() if name in form.form("/register").names}
        return slip_of(users.browser(clerk_of(request)).send(form, "/register", **mine))


def moments(channel: str, on: date) -> dict[str, str]:
    """The instants that the clerk enters for a paper."""
    hours = {name: f"{on}T{hour}" for name, hour in MOMENTS.items()}
    return {name: hours[name] for name in NOTED[channel]}


def check(users: PortalUsers, request: Request) -> None:
    """形式审查 without findings."""
    users.act(clerk_of(request), users.request_page(request), "check")


def accept(users: PortalUsers, request: Request) -> None:
    """受理."""
    users.act(clerk_of(request), users.request_page(request), "accept")


def serve(users: PortalUsers, request: Request) -> None:
    """送达, and remember the 文号 that the clerk's page shows."""
    if request.served is None:
        raise ValueError(f"{request.id} has no day of service")
    page = users.act(
        clerk_of(request),
        users.request_page(request),
        "serve",
        **service_form(request.served, request.method),
    )
    users.replies[request.id] = found(DOCUMENT_NUMBER, page), request.served


def fetch(users: PortalUsers, request: Request) -> None:
    """The applicant downloads a reply that was served on line."""
    tracking(users, request)
    reply = users.browser(request.applicant).download(f"/{request.agency}/track/reply.pdf")
    users.papers[request.id] = reply


def tracking(users: PortalUsers, request: Request) -> Page:
    """进度查询 with query code and name: return the tracking page of the request."""
    browser, slip = users.browser(request.applicant), users.filed[request.id].slip
    blank = browser.open(f"/{request.agency}/track?again=1")
    return browser.send(blank, "/track", code=slip.query_code, name=request.applicant)


def service_form(on: date, method: str) -> dict[str, str]:
    """The values of the form of 送达: day, method, and proof if the paper needs one."""
    return {"served_on": str(on), "method": method, "proof": PROOFS.get(method, "")}
