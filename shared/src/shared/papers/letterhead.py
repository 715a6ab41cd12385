"""The agency's letterhead: its names, its office and the office's contact."""

from dataclasses import dataclass

from shared.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Contact:
    """The contact of the agency's disclosure office; an empty field is not printed."""

    address: str
    telephone: str
    postcode: str = ""
    email: str = ""
    office_hours: str = ""


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The agency on its paper: name in the red head, name under the seal, office in the 版记."""

    name: str
    seal_name: str
    office: str
    contact: Contact


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
