"""申请表 as the agency prints it: its own boxes in its own order, what article 29 asks for beside, how to fill it in."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from shared.papers.letterhead import Letterhead, letterhead_of
from shared.papers.press import Document
from shared.policy import Policy
from shared.policy.values import Field

APPLICANT_FIELDS: Final = frozenset(
    {
        *("applicant_name", "organisation", "identity_proof", "id_kind", "id_number"),
        *("contact", "phone", "fax", "email", "address", "postcode"),
    }
)
"""Boxes about who asks; every other one is about the information."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box of the form: its label as printed (with its *), and what was filled in, "" to be written by hand."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ApplicationForm:
    """The form as the agency prints it: who asks (two boxes a row), what for (a row each), and how to fill it in.

    `beside` are boxes that the regulation asks for and the agency's own form lacks: printed under it, with the reason.
    """

    agency: Letterhead
    title: str
    applicant: tuple[Box, ...]
    information: tuple[Box, ...]
    beside: tuple[Box, ...]
    notes: tuple[str, ...]
    printed_on: date
    exercise: bool

    def document(self) -> Document:
        """The form to be rendered, dated on the day of printing."""
        return Document(template="application", data=asdict(self), dated_on=self.printed_on)


def application_form(
    policy: Policy, values: Mapping[str, str], *, printed_on: date, exercise: bool
) -> ApplicationForm:
    """The form; `values` is field id → what was filled in (`Application.texts`), {} prints it empty."""
    form = policy["form.fields"]
    fields = tuple(form.value)
    own = [field for field in fields if field.id not in form.completed]
    beside = [field for field in fields if field.id in form.completed]

    def boxes(chosen: list[Field]) -> tuple[Box, ...]:
        return tuple(Box(label=_label(field), text=values.get(field.id, "")) for field in chosen)

    return ApplicationForm(
        agency=letterhead_of(policy),
        title=policy["label.application_form"].value,
        applicant=boxes([field for field in own if field.id in APPLICANT_FIELDS]),
        information=boxes([field for field in own if field.id not in APPLICANT_FIELDS]),
        beside=boxes(beside),
        notes=tuple(_notes(policy, fields)),
        printed_on=printed_on,
        exercise=exercise,
    )


def _label(field: Field) -> str:
    return f"*{field.label}" if field.starred else field.label


def _notes(policy: Policy, fields: tuple[Field, ...]) -> Iterator[str]:
    """填写说明: what is owed, one thing a form, where it is handed in."""
    free = [field.label for field in fields if field.starred and not field.required]
    if any(field.starred for field in fields):
        left = f"；其中{'、'.join(free)}空缺的，不影响申请" if free else ""
        yield f"申请表中标*项为必填项{left}。"
    yield "一张申请表只能申请一件信息，申请人对所需信息的描述应尽量详尽、明确。"
    for channel in policy["channels"].value:
        if channel.how and not channel.online:
            yield f"{channel.label}：{channel.how}"
    contact = letterhead_of(policy).contact
    yield f"受理机构：{policy['agency.office'].value}，{contact.address}。联系电话：{contact.telephone}，受理时间：{contact.office_hours}。"
