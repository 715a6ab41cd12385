"""Commands on a person's roles."""

from intake.person.commands import EndRole, PersonCommand
from intake.person.decide import decide
from intake.person.evolve import evolve
from intake.person.state import NoPerson, Person
from shared.command.decider import Decider
from shared.command.execute import execute
from shared.eventlog.store import EventStore, Receipt
from shared.events.intake.intake_event import IntakeEvent

person_decider: Decider[Person, PersonCommand, IntakeEvent] = Decider(NoPerson(), decide, evolve)


async def end_role(store: EventStore, command: EndRole) -> Receipt:
    """离岗: end a role. Raises `Refusal`."""
    return await execute(store, person_decider, command.origin, person_stream(command.person), command)


def person_stream(person: str) -> str:
    """The stream of one person's roles."""
    return f"person/{person}"
