"""Receipts, services and applicants with sensible values."""

from collections.abc import Mapping
from datetime import date, datetime

from shared.events.intake.request import Applicant, ApplicantFact
from shared.events.terms import Basis, DeliveryFact, Proof, ReceiptFact, Sealed, ServiceFact

RULE = Basis("条例第三十一条", "《政府信息公开条例》")


def came(
    on: date,
    instants: Mapping[str, datetime],
    *,
    channel: str = "web",
    rule: Basis = RULE,
    arrived_on: date | None = None,
) -> ReceiptFact:
    """A receipt on a day; `arrived_on` if it arrived earlier."""
    return ReceiptFact(
        channel=channel, instants=dict(instants), received_on=on, rule=rule, arrived_on=arrived_on
    )


def person(name: Sealed, kind: str = "natural_person") -> ApplicantFact:
    """An applicant with a name only."""
    return ApplicantFact(kind=kind, person=Applicant(name=name))


def went(on: date, method: str | None = "post", proof: Proof | None = None) -> ServiceFact:
    """A service whose paper was dispatched on a day."""
    return ServiceFact(dispatched_on=on, method=method, proof=proof)


def reached(on: date) -> DeliveryFact:
    """A delivery on a day, proved by its service."""
    return DeliveryFact(received_on=on)
