"""Decides commands on a person's roles."""

from collections.abc import Sequence
from typing import assert_never

from intake.person import rules
from intake.person.commands import EndRole, GrantRoles, PersonCommand, RoleWish
from intake.person.state import Grant, NoPerson, Person
from shared.events.intake.request import IntakeEvent
from shared.events.intake.staff import StaffRoleEnded, StaffRoleGranted


def decide(state: Person, command: PersonCommand) -> Sequence[IntakeEvent]:
    """The events of `command` in `state`. Raises `Refusal`."""
    match command:
        case GrantRoles():
            return _grant_all(state, command)
        case EndRole():
            return _end(state, command)
        case _:
            assert_never(command)


def _grant_all(state: Person, command: GrantRoles) -> Sequence[IntakeEvent]:
    """One event for each role. Each role is checked also against the roles granted earlier in the same command."""
    rules.known_or_new(state, command.person, new=command.new)
    if command.new:
        rules.some_role(command.wishes, command.offered)
    rules.roles_known(command.wishes, command.offered)
    grants, events = list(_grants_of(state)), list[StaffRoleGranted]()
    for wish in command.wishes:
        events.append(_granted(grants, command, wish))
        grants.append(Grant.of(events[-1]))
    return events


def _granted(grants: Sequence[Grant], command: GrantRoles, wish: RoleWish) -> StaffRoleGranted:
    rules.period_right(wish)
    rules.acting_for_another(wish, command.person)
    rules.not_held_yet(grants, wish)
    rules.supervisor_apart(grants, wish, command.offered)
    rules.reach_allowed(wish, command.offered, command.origin.agency)
    return StaffRoleGranted(
        person=command.person,
        grant=len(grants) + 1,
        role=wish.role,
        sections=wish.sections,
        agencies=wish.agencies,
        begins_on=wish.begins_on,
        ends_on=wish.ends_on,
        acting_for=wish.acting_for,
    )


def _end(state: Person, command: EndRole) -> Sequence[IntakeEvent]:
    rules.known_or_new(state, command.person, new=False)
    rules.ends_earlier(rules.grant_in(_grants_of(state), command.grant), command.ended_on)
    return (StaffRoleEnded(person=command.person, grant=command.grant, ended_on=command.ended_on),)


def _grants_of(state: Person) -> Sequence[Grant]:
    return () if isinstance(state, NoPerson) else state.grants
