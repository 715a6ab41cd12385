"""Acts that pause or extend a period: letters and extension."""

from deploy.demo.acts.filing import service_form
from deploy.demo.acts.handling import section
from deploy.demo.offices import clerk_of, office_of
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import Consultation, Extension, Request


def consult(users: PortalUsers, request: Request, letter: Consultation) -> None:
    """征求意见: record a letter on the day of its receipt."""
    users.act(
        section(request),
        users.case_page(request),
        "consult",
        kind=letter.kind,
        party=letter.party,
        question=letter.question,
        sent_on=str(letter.sent),
        served_on=str(letter.served),
    )


def answer(users: PortalUsers, request: Request, letter: Consultation) -> None:
    """登记意见 by the clerk. Letters are answered in the order in which they were sent."""
    users.act(
        clerk_of(request),
        users.case_page(request),
        "answer",
        answer=letter.answer,
        answer_reason=letter.reason,
        arrived_on=str(letter.answered),
    )


def propose_extension(users: PortalUsers, request: Request, extension: Extension) -> None:
    """提请延期."""
    days, reason = str(extension.days), extension.reason
    users.act(
        section(request), users.case_page(request), "extend", extension_days=days, extension_reason=reason
    )


def approve_extension(users: PortalUsers, request: Request) -> None:
    """同意延期, by the deputy."""
    users.act(office_of(request.agency).holder("deputy"), users.case_page(request), "approve-extension")


def tell_extension(users: PortalUsers, request: Request, extension: Extension) -> None:
    """送达延期答复告知书."""
    served = service_form(extension.notified, extension.method)
    users.act(clerk_of(request), users.request_page(request), "extension-served", **served)
