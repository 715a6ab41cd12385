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
    """The letterhead of the policy's agency; postcode and email may be missing. Raises `UnknownKey` for any other."""
    return Letterhead(
        name=policy["agency.name"].value,
        seal_name=policy["agency.seal_name"].value,
        office=policy["agency.office"].value,
        contact=Contact(
            address=policy["agency.address"].value,
            telephone=policy["agency.phone"].value,
            postcode=_optional(policy, "agency.postcode"),
            email=_optional(policy, "agency.email"),
            office_hours=policy["agency.hours"].value.text,
        ),
    )


def _optional(policy: Policy, key: str) -> str:
    found = policy.get(key)
    return str(found.value) if found else ""
