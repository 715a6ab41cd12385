"""The applicant's and the clerk's part at the door: filing, correcting, withdrawing, and what the clerk sends out."""

import re
from datetime import date
from typing import Final
from uuid import UUID

from deploy.demo.acts.applicants import papers_of
from deploy.demo.offices import office_of
from deploy.demo.page import Page
from deploy.demo.people import Slip, apply, found, slip_of
from deploy.demo.room import FiledRequest, Room, retry_until_done
from deploy.demo.story import ON_LINE, Request

DOCUMENT_NUMBER: Final = re.compile(r"文号 (\S+〔\d+〕\d+号)")
MOMENTS: Final = {"arrived": "09:05", "signed_for": "09:10", "handed_in": "09:15", "confirmed": "09:20"}
NOTED: Final = {
    "counter": ("handed_in",),
    "post": ("arrived", "signed_for"),
    "post_plain": ("arrived", "confirmed"),
}
PROOFS: Final = {"post": "挂号信 XA 2025 0000 0 46", "in-person": "送达回证，申请人本人签收"}
"""送达凭证, by way of service; on line the system's own record is the proof."""


def clerk(request: Request) -> str:
    """经办人."""
    return office_of(request.agency).holder("clerk")


def answers_of(request: Request) -> dict[str, str]:
    """The whole application."""
    told = {"content": request.content, "hints": request.hints, "purpose": request.purpose}
    wished = {
        "supply_form": "electronic" if request.method == ON_LINE else "paper",
        "delivery": {ON_LINE: "download", "post": "post"}.get(request.method, "pick-up"),
    }
    return papers_of(request) | told | wished


def file_request(room: Room, request: Request) -> None:
    """提出申请: on the web by the applicant, else the clerk registers the paper."""
    if request.channel == "web":
        slip = slip_of(apply(room.browser(request.applicant), request.agency, answers_of(request)))
    else:
        slip = _register(room, request)
    docket = f"/intake/{request.agency}/requests"
    line = retry_until_done(
        lambda: room.read(clerk(request), docket).link(slip.number), f"{request.id} {docket}"
    )
    room.kept[request.id] = FiledRequest(UUID(line.rpartition("/")[2]), slip)


def _register(room: Room, request: Request) -> Slip:
    """登记来件: the clerk has one slip on the screen at a time."""
    page = f"/intake/{request.agency}/register?channel={request.channel}"
    with room.one_at_a_time(clerk(request)):
        form = room.read(clerk(request), page)
        answers = answers_of(request) | moments(request.channel, request.filed)
        mine = {name: text for name, text in answers.items() if name in form.form("/register").names}
        return slip_of(room.browser(clerk(request)).send(form, "/register", **mine))


def moments(channel: str, on: date) -> dict[str, str]:
    """What the clerk notes of a paper: when it came, was signed for, was confirmed."""
    hours = {name: f"{on}T{hour}" for name, hour in MOMENTS.items()}
    return {name: hours[name] for name in NOTED[channel]}


def check(room: Room, request: Request) -> None:
    """形式审查: complete."""
    room.act(clerk(request), room.request_page(request), "check")


def accept(room: Room, request: Request) -> None:
    """受理."""
    room.act(clerk(request), room.request_page(request), "accept")


def serve(room: Room, request: Request) -> None:
    """送达, and the 文号 of what was served, as the clerk's page shows it."""
    if request.served is None:
        raise ValueError(f"{request.id} is served by nobody")
    page = room.act(
        clerk(request), room.request_page(request), "serve", **service(request.served, request.method)
    )
    room.replies[request.id] = found(DOCUMENT_NUMBER, page), request.served


def fetch(room: Room, request: Request) -> None:
    """The applicant downloads what was served on line."""
    tracking(room, request)
    reply = room.browser(request.applicant).download(f"/{request.agency}/track/reply.pdf")
    room.papers[request.id] = reply


def tracking(room: Room, request: Request) -> Page:
    """进度查询 with query code and name: the applicant's page of the request."""
    browser, slip = room.browser(request.applicant), room.kept[request.id].slip
    blank = browser.open(f"/{request.agency}/track?again=1")
    return browser.send(blank, "/track", code=slip.query_code, name=request.applicant)


def service(on: date, method: str) -> dict[str, str]:
    """送达: the day, the way, and the proof where there is a paper."""
    return {"served_on": str(on), "method": method, "proof": PROOFS.get(method, "")}
