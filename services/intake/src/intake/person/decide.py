"""Decides commands on a person's roles."""

from collections.abc import Sequence
from typing import assert_never

from intake.person import rules
from intake.person.commands import EndRole, GrantRoles, PersonCommand, RequestedRole
from intake.person.state import Grant, NoPerson, Person
from shared.events.intake.intake_event import IntakeEvent
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
    rules.require_known_or_new(state, command.person, new=command.new)
    if command.new:
        rules.require_some_role(command.requested_roles, command.offered)
    rules.require_known_roles(command.requested_roles, command.offered)
    grants, events = list(_grants_of(state)), list[StaffRoleGranted]()
    for requested in command.requested_roles:
        events.append(_granted(grants, command, requested))
        grants.append(Grant.of(events[-1]))
    return events


def _granted(grants: Sequence[Grant], command: GrantRoles, requested: RequestedRole) -> StaffRoleGranted:
    rules.require_period_in_order(requested)
    rules.require_acting_for_another(requested, command.person)
    rules.refuse_role_held_already(grants, requested)
    rules.require_supervisor_apart(grants, requested, command.offered)
    rules.require_allowed_reach(requested, command.offered, command.origin.agency)
    return StaffRoleGranted(
        person=command.person,
        grant=len(grants) + 1,
        role=requested.role,
        sections=requested.sections,
        agencies=requested.agencies,
        begins_on=requested.begins_on,
        ends_on=requested.ends_on,
        acting_for=requested.acting_for,
    )


def _end(state: Person, command: EndRole) -> Sequence[IntakeEvent]:
    rules.require_known_or_new(state, command.person, new=False)
    rules.require_earlier_end(rules.grant_in(_grants_of(state), command.grant), command.ended_on)
    return (StaffRoleEnded(person=command.person, grant=command.grant, ended_on=command.ended_on),)


def _grants_of(state: Person) -> Sequence[Grant]:
    return () if isinstance(state, NoPerson) else state.grants
