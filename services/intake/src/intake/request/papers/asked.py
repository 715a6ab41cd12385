"""Parts that all papers of a request share: the agency's head, the request, its history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Final

from intake.request.state import RequestFile
from shared.events.substance import Recalled
from shared.papers.letterhead import letterhead_of
from shared.papers.paper import Letter, Paper
from shared.papers.sentences import Sentences, filled
from shared.policy import Policy
from shared.time.dates import chinese_date
from shared.words.catalogue import codes
from shared.words.quotation import recalled

NATURAL_PERSON = "natural_person"


LETTERS: Final = Sentences(resources.files("intake.request.papers") / "letters.toml")
"""Every sentence of every paper."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The request that is answered; `organisation` chooses between 你 and 你单位.

    `course` is what happened on the way, each a pair: the name of a sentence in letters.toml, and its facts.
    """

    recalled: Recalled
    organisation: bool
    information_label: str = "政府信息"
    course: tuple[tuple[str, Mapping[str, str]], ...] = ()

    def facts(self) -> dict[str, str]:
        """The values that every sentence may name."""
        return {
            "you": "你单位" if self.organisation else "你",
            "label": self.information_label,
            "received_on": chinese_date(self.recalled.received_on),
            "request_number": self.recalled.request_number,
        }

    def opening(self) -> str:
        """收悉: that and when the request was received. The applicant's words follow as a quotation."""
        return filled(LETTERS.of("opening")["text"], self.facts())

    def happened(self) -> str:
        """What happened since the receipt, a sentence on each line; "" where nothing did."""
        facts, course = self.facts(), LETTERS.of("course")
        return "\n".join(filled(course[name], facts | dict(more)) for name, more in self.course)


@dataclass(frozen=True, slots=True)
class Head:
    """The frame of a letter: policy, addressee (`name`), 文号, day."""

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


def asked_of(policy: Policy, file: RequestFile, content: str, consulted: str = "") -> Asked:
    """The request as a letter recalls it; `consulted` is what was asked of a third party, "" where nobody was."""
    course = list(_course(file))
    if consulted:
        course.append(("consulted", {"third_party": consulted}))
    return Asked(
        recalled=recalled(file.year, file.number, file.received_on, content),
        organisation=file.applicant_kind != NATURAL_PERSON,
        information_label=policy["label.information"].value,
        course=tuple(course),
    )


def method_words(method: str) -> str:
    """The way of service without its remark: 邮政寄送."""
    return codes("method")[method]


def _course(file: RequestFile) -> Iterator[tuple[str, Mapping[str, str]]]:
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
