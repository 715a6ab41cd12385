"""How a request came in and how a paper went out, with sensible values."""

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
    """Received on a day; `arrived_on` where it lay before that."""
    return ReceiptFact(
        channel=channel, instants=dict(instants), received_on=on, rule=rule, arrived_on=arrived_on
    )


def person(name: Sealed, kind: str = "natural_person") -> ApplicantFact:
    """An applicant of whom only the name is known."""
    return ApplicantFact(kind=kind, person=Applicant(name=name))


def went(on: date, method: str | None = "post", proof: Proof | None = None) -> ServiceFact:
    """Dispatched on a day."""
    return ServiceFact(dispatched_on=on, method=method, proof=proof)


def reached(on: date) -> DeliveryFact:
    """Received on a day, as its service proves."""
    return DeliveryFact(received_on=on)
