"""申请表 as a person filled it in: plain text that exists in memory only. Each field is sealed before it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.events.codes import Channel, Instant
from shared.events.intake.correction import RequestCorrected
from shared.events.intake.request import Applicant, RequestReceived
from shared.events.terms import Sealed
from shared.privacy.sealing import Scope, SubjectKey
from shared.words.catalogue import codes

SUPPLY_FORMS: Final = codes("supply_form")
DELIVERIES: Final = codes("delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The fields of article 29 and of the agency's own form; "" means not filled in."""

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

    def texts(self) -> dict[str, str]:
        """The texts by the policy's field ids, "" for an empty field; `contact` joins telephone, e-mail and address."""
        proof = f"{self.identity_kind} {self.identity_number}" if self.identity_number else ""
        reached = (("电话", self.phone), ("电子邮箱", self.email), ("地址", self.address))
        return {
            "applicant_name": self.name,
            "identity_proof": proof if self.identity_kind else "",
            "id_kind": self.identity_kind,
            "id_number": self.identity_number,
            "contact": "；".join(f"{way}：{text}" for way, text in reached if text),
            "phone": self.phone,
            "email": self.email,
            "fax": self.fax,
            "postcode": self.postcode,
            "address": self.address,
            "organisation": self.organisation,
            "description": self.content,
            "hints": self.hints,
            "purpose": self.purpose,
            "supply_form": self.supply_form,
            "delivery": self.delivery,
        }

    def given(self) -> frozenset[str]:
        """The ids of the form's fields that are filled in."""
        return frozenset(field for field, text in self.texts().items() if text)

    def printed(self) -> dict[str, str]:
        """The texts as the paper form prints them: choices in words, the hints below the description."""
        texts = self.texts()
        form = (SUPPLY_FORMS.get(self.supply_form, ""), DELIVERIES.get(self.delivery, ""))
        hints = f"（{self.hints}）" if self.hints else ""
        return texts | {
            "supply_form": "，".join(part for part in form if part),
            "description": "\n".join(part for part in (self.content, hints) if part),
        }

    def differs(self, before: "Application") -> tuple[str, ...]:
        """The ids of the fields whose text differs from `before`, in the order of the form."""
        old = before.texts()
        return tuple(field for field, text in self.texts().items() if text != old[field])


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The channel of an application and its raw instants (submitted, arrived, signed for …)."""

    channel: Channel
    instants: Mapping[Instant, datetime]


IDENTITY_FIELDS: Final = tuple(Applicant.__struct_fields__)
"""The fields that are sealed with scope `identity`, which only intake can decrypt."""


def seal_applicant(key: SubjectKey, application: Application) -> Applicant:
    """Encrypt the applicant's personal fields; an empty field stays None."""
    texts = {field: getattr(application, field) for field in IDENTITY_FIELDS}
    return Applicant(**{field: key.seal("identity", field, text) for field, text in texts.items() if text})


def unseal_applicant(key: SubjectKey, applicant: Applicant) -> dict[str, str]:
    """Decrypt the applicant's personal fields, for one page or document; the result is never stored."""
    boxes = {field: getattr(applicant, field) for field in IDENTITY_FIELDS}
    return {field: key.unseal(field, box) for field, box in boxes.items() if box is not None}


def unseal_application(
    key: SubjectKey, received: RequestReceived, corrected: RequestCorrected | None = None
) -> Application:
    """Decrypt the application with its correction, if any. The purpose cannot be corrected, so the first one stays."""
    reads = corrected or received
    boxes = {"content": reads.content, "hints": reads.hints, "purpose": received.purpose}
    return Application(
        applicant_kind=received.applicant.kind,
        supply_form=reads.supply_form,
        delivery=reads.delivery,
        **{field: key.unseal(field, box) for field, box in boxes.items() if box is not None},
        **unseal_applicant(key, reads.applicant.person),
    )


def seal_given(key: SubjectKey, scope: Scope, field: str, text: str) -> Sealed | None:
    """Seal a text; None for an empty one."""
    return key.seal(scope, field, text) if text else None
