"""申请表 as the agency prints it: its own boxes in its own order, what article 29 asks for beside, how to fill it in."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from intake.documents import ApplicationForm, Box
from intake.letters.heads import letterhead_of
from shared.policy import Policy
from shared.policy.values import Field

APPLICANT_FIELDS: Final = frozenset(
    {
        *("applicant_name", "organisation", "identity_proof", "id_kind", "id_number"),
        *("contact", "phone", "fax", "email", "address", "postcode"),
    }
)
"""Boxes about who asks; every other one is about the information."""


def application_form(
    policy: Policy, values: Mapping[str, str], *, printed_on: date, exercise: bool
) -> ApplicationForm:
    """The form; `values` is field id → what was filled in (`Application.texts`), {} prints it empty."""
    fields = tuple(policy["form.fields"].value)
    own = [field for field in fields if not _of_the_floor(field)]
    beside = [field for field in fields if _of_the_floor(field)] if own else []
    printed = own or list(fields)

    def boxes(chosen: list[Field]) -> tuple[Box, ...]:
        return tuple(Box(label=_label(field), text=values.get(field.id, "")) for field in chosen)

    return ApplicationForm(
        agency=letterhead_of(policy),
        title=policy["label.application_form"].value,
        applicant=boxes([field for field in printed if field.id in APPLICANT_FIELDS]),
        information=boxes([field for field in printed if field.id not in APPLICANT_FIELDS]),
        beside=boxes(beside),
        notes=tuple(_notes(policy, fields)),
        printed_on=printed_on,
        exercise=exercise,
    )


def _of_the_floor(field: Field) -> bool:
    """A box that the agency's own form lacks and the regulation asks for (条例第二十九条)."""
    return field.clause.startswith("条例")


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
