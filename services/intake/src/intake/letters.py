"""From the signed substance to the reply as a document: the agency's head, the letter's words, the redress."""

from dataclasses import dataclass, replace
from datetime import date

from intake.documents import (
    AlreadyPublic,
    Asked,
    Contact,
    Letter,
    Letterhead,
    Provided,
    PublishedItem,
    Reply,
    compose_granted,
)
from shared.policy import Policy

ALREADY_PUBLIC = "第（一）项"
"""条例第三十六条第（一）项: told where it is public; the other granting article provides it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """What was signed, in clear, for the time of rendering."""

    outcome: str
    clause: str
    finding: str
    decision: str
    materials: tuple[str, ...]
    issued_on: date


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


def reply_of(
    policy: Policy, asked: Asked, substance: Substance, form: str, *, name: str, number: str, exercise: bool
) -> Reply:
    """The reply, ready to be set. `form` is how the applicant wished to be supplied, `number` the 文号."""
    return Reply(
        agency=letterhead_of(policy),
        document_number=number,
        applicant_name=name,
        letter=letter_of(asked, substance, form),
        redress=policy.redress_text(substance.outcome),
        issued_on=substance.issued_on,
        exercise=exercise,
    )


def letter_of(asked: Asked, substance: Substance, form: str) -> Letter:
    """The granting letter: article and form in stock words, finding and decision word for word as they were signed.

    Raises ValueError when no material is named.
    """
    if ALREADY_PUBLIC in substance.clause:
        items = tuple(_published(line) for line in substance.materials)
        return compose_granted(
            asked, AlreadyPublic(items=items, way=substance.decision), finding=substance.finding
        )
    letter = compose_granted(
        asked, Provided(materials=substance.materials, form=form), finding=substance.finding
    )
    return replace(letter, decision=f"{letter.decision}\n{substance.decision}".strip())


def _published(line: str) -> PublishedItem:
    """A line such as `2024年统计公报：https://…`: title and place; without an address the way says the place."""
    title, found, rest = line.partition("http")
    place = found + rest if found else "见下述获取方式"
    return PublishedItem(title=title.rstrip("：:，, ") or line, place=place)
