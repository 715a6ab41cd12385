"""申请表 as a person filled it in: plain text, in memory only; sealed field by field before it goes anywhere."""

from dataclasses import dataclass
from typing import Final

from shared.events.intake import Applicant, RequestReceived
from shared.events.terms import Sealed
from shared.sealing import RequestKey, Scope

SUPPLY_FORMS: Final = {"electronic": "电子文件", "paper": "纸质文件", "inspection": "查阅、抄录"}
DELIVERIES: Final = {"download": "本系统下载", "email": "电子邮件", "post": "邮寄", "pick-up": "自行领取"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What article 29 asks for, and what the agency's own form may add; "" is not filled in."""

    applicant_kind: str
    name: str
    identity_kind: str = ""
    identity_number: str = ""
    organisation: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    content: str = ""
    hints: str = ""
    purpose: str = ""
    supply_form: str = ""
    delivery: str = ""

    def given(self) -> frozenset[str]:
        """The ids of the policy's form fields that are filled in (one way to be reached is a contact)."""
        filled = {
            "applicant_name": self.name,
            "identity_proof": self.identity_kind and self.identity_number,
            "id_kind": self.identity_kind,
            "id_number": self.identity_number,
            "contact": self.phone or self.email or self.address,
            "phone": self.phone,
            "email": self.email,
            "fax": self.fax,
            "postcode": self.postcode,
            "organisation": self.organisation,
            "description": self.content,
            "purpose": self.purpose,
            "supply_form": self.supply_form,
        }
        return frozenset(field for field, text in filled.items() if text)


IDENTITY_FIELDS: Final = tuple(Applicant.__struct_fields__)
"""What is sealed under scope `identity`, and by these names: intake alone reads it."""


def seal_applicant(key: RequestKey, application: Application) -> Applicant:
    """The person, as ciphertext; what was not filled in stays None."""
    texts = {field: getattr(application, field) for field in IDENTITY_FIELDS}
    return Applicant(**{field: key.seal("identity", field, text) for field, text in texts.items() if text})


def unseal_applicant(key: RequestKey, applicant: Applicant) -> dict[str, str]:
    """The person, in clear: for one page or one document, never kept."""
    boxes = {field: getattr(applicant, field) for field in IDENTITY_FIELDS}
    return {field: key.unseal(field, box) for field, box in boxes.items() if box is not None}


def unseal_application(key: RequestKey, received: RequestReceived) -> Application:
    """What was filed, in clear: to tell whether the same is sent again."""
    boxes = {"content": received.content, "hints": received.hints, "purpose": received.purpose}
    return Application(
        applicant_kind=received.applicant_kind,
        supply_form=received.supply_form,
        delivery=received.delivery,
        **{field: key.unseal(field, box) for field, box in boxes.items() if box is not None},
        **unseal_applicant(key, received.applicant),
    )


def seal_given(key: RequestKey, scope: Scope, field: str, text: str) -> Sealed | None:
    """A box, or None for an empty field."""
    return key.seal(scope, field, text) if text else None
