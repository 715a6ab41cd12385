"""What every paper of a request shares: the agency's head, what was asked, and what happened on the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from intake.documents import Asked, Contact, Letter, Letterhead, Paper
from intake.domain.paper_rules import SERVICE_METHODS
from intake.domain.request import File
from shared.policy import Policy
from shared.words.dates import chinese_date
from shared.words.numbers import request_number

NATURAL_PERSON = "natural_person"


def letterhead_of(policy: Policy) -> Letterhead:
    """The agency as its paper shows it."""

    def text(key: str) -> str:
        found = policy.get(key)
        return str(found.value) if found else ""

    contact = Contact(
        address=text("agency.address"),
        telephone=text("agency.phone"),
        postcode=text("agency.postcode"),
        email=text("agency.email"),
        office_hours=policy["agency.hours"].value.text,
    )
    return Letterhead(
        name=text("agency.name"),
        seal_name=text("agency.seal_name"),
        office=text("agency.office"),
        contact=contact,
    )


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around a letter's words: by whose policy, to whom (`name`), under which 文号, of which day."""

    policy: Policy
    name: str
    number: str
    issued_on: date
    exercise: bool


def paper_of(head: Head, letter: Letter, redress: str = "") -> Paper:
    """The paper, ready to be set."""
    return Paper(
        agency=letterhead_of(head.policy),
        document_number=head.number,
        applicant_name=head.name,
        letter=letter,
        redress=redress,
        issued_on=head.issued_on,
        exercise=head.exercise,
    )


def asked_of(policy: Policy, file: File, content: str, consulted: str = "") -> Asked:
    """The request as a letter recalls it; `consulted` is what was asked of a third party, "" where nobody was."""
    course = list(_course(file))
    if consulted:
        course.append(("consulted", {"third_party": consulted}))
    return Asked(
        received_on=file.received_on,
        request_number=request_number(file.year, file.number),
        content=content,
        organisation=file.applicant_kind != NATURAL_PERSON,
        information_label=policy["label.information"].value,
        course=tuple(course),
    )


def method_words(method: str) -> str:
    """The way of service without its remark: 邮政寄送."""
    return SERVICE_METHODS[method].partition("（")[0]


def _course(file: File) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Corrected, extended: only what the applicant was told counts."""
    for correction in file.corrections:
        yield (
            "corrected",
            {
                "served_on": chinese_date(correction.served_on),
                "document_number": correction.notice.document_number,
                "corrected_on": chinese_date(correction.received_on),
            },
        )
    extension = file.extension
    if extension is not None and extension.served_on is not None:
        yield (
            "extended",
            {
                "working_days": str(extension.working_days),
                "served_on": chinese_date(extension.served_on),
                "document_number": extension.document_number,
            },
        )
