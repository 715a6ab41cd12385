"""What stops, lengthens or shortens a case: letters to others, the extension."""

from deploy.demo.acts.filing import clerk, service
from deploy.demo.acts.handling import section
from deploy.demo.offices import office_of
from deploy.demo.room import Room
from deploy.demo.story import Consultation, Extension, Request


def consult(room: Room, request: Request, letter: Consultation) -> None:
    """征求意见: noted on the day on which it was received."""
    room.act(
        section(request),
        room.case_page(request),
        "consult",
        kind=letter.kind,
        party=letter.party,
        question=letter.question,
        sent_on=str(letter.sent),
        served_on=str(letter.served),
    )


def answer(room: Room, request: Request, letter: Consultation) -> None:
    """登记意见, by the clerk whom the letter reaches. Letters are answered in the order in which they were sent."""
    room.act(
        clerk(request),
        room.case_page(request),
        "answer",
        answer=letter.answer,
        answer_reason=letter.reason,
        arrived_on=str(letter.answered),
    )


def propose_extension(room: Room, request: Request, extension: Extension) -> None:
    """提请延期."""
    days, reason = str(extension.days), extension.reason
    room.act(
        section(request), room.case_page(request), "extend", extension_days=days, extension_reason=reason
    )


def approve_extension(room: Room, request: Request) -> None:
    """同意延期, by the deputy."""
    room.act(office_of(request.agency).holder("deputy"), room.case_page(request), "approve-extension")


def tell_extension(room: Room, request: Request, extension: Extension) -> None:
    """送达延期答复告知书."""
    told = service(extension.told, extension.method)
    room.act(clerk(request), room.request_page(request), "extension-served", **told)
