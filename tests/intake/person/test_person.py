"""The table of behaviour of a person's roles."""

from datetime import date

import pytest

from intake.person.commands import EndRole, GrantRoles
from intake.person.handlers import person_decider
from shared.command.decider import Refusal
from shared.events.intake.staff import StaffRoleEnded, StaffRoleGranted
from support.intake.requests import origin
from support.intake.staff import ROLES, requested_role

FIRST = date(2025, 1, 1)
SUMMER = {"begins_on": date(2025, 7, 1), "ends_on": date(2025, 7, 31)}


def granting(*requested_roles, person="p-wang", new=False):
    return GrantRoles(origin=origin(), person=person, requested_roles=requested_roles, offered=ROLES, new=new)


def ending(grant=1, on=date(2025, 6, 30)):
    return EndRole(origin=origin(), person="p-wang", grant=grant, ended_on=on)


def granted(role="clerk", grant=1, **fields):
    return StaffRoleGranted(
        **({"person": "p-wang", "grant": grant, "role": role, "begins_on": FIRST} | fields)
    )


def ended(on, grant=1):
    return StaffRoleEnded(person="p-wang", grant=grant, ended_on=on)


def decide(given, command):
    return tuple(person_decider.decide(person_decider.fold(given), command))


CLERK = granted()
SECTION = granted("section", sections=("s-zonghe",))
ACTING = {"acting_for": "p-chen", **SUMMER}

DONE = {
    "a new person's roles": (
        (),
        granting(requested_role(), requested_role("section", sections=("s-zonghe",)), new=True),
        (CLERK, granted("section", 2, sections=("s-zonghe",))),
    ),
    "a further role": ((CLERK,), granting(requested_role("deputy")), (granted("deputy", 2),)),
    "the same role for another section": (
        (SECTION,),
        granting(requested_role("section", sections=("s-nongcun",))),
        (granted("section", 2, sections=("s-nongcun",)),),
    ),
    "the same role after it was ended": (
        (CLERK, ended(date(2025, 6, 30))),
        granting(requested_role(begins_on=date(2025, 7, 1))),
        (granted(grant=2, begins_on=date(2025, 7, 1)),),
    ),
    "an acting deputy": (
        (SECTION,),
        granting(requested_role("deputy", **ACTING)),
        (granted("deputy", 2, **ACTING),),
    ),
    "a supervisor of two agencies": (
        (),
        granting(requested_role("supervisor", agencies=("qionghai", "tongliao")), new=True),
        (granted("supervisor", agencies=("qionghai", "tongliao")),),
    ),
    "a supervisor who was a clerk before": (
        (CLERK, ended(date(2025, 6, 30))),
        granting(requested_role("supervisor", begins_on=date(2025, 7, 1))),
        (granted("supervisor", 2, begins_on=date(2025, 7, 1)),),
    ),
    "nothing for a person who is there": ((CLERK,), granting(), ()),
    "an end": ((CLERK,), ending(), (ended(date(2025, 6, 30)),)),
    "an earlier end": ((granted(**SUMMER),), ending(on=date(2025, 7, 15)), (ended(date(2025, 7, 15)),)),
}

REFUSED = {
    "no role at all": ((), granting(new=True), "role-unknown"),
    "a role that the agency has not": ((), granting(requested_role("king"), new=True), "role-unknown"),
    "somebody unknown": ((), granting(requested_role()), "person-unknown"),
    "an id that is another's": ((CLERK,), granting(requested_role(), new=True), "person-taken"),
    "an end before the beginning": (
        (CLERK,),
        granting(requested_role("deputy", begins_on=date(2025, 7, 2), ends_on=date(2025, 7, 1))),
        "role-period-wrong",
    ),
    "acting for oneself": (
        (CLERK,),
        granting(requested_role("deputy", acting_for="p-wang", **SUMMER)),
        "acting-for-oneself",
    ),
    "acting for ever": (
        (CLERK,),
        granting(requested_role("deputy", acting_for="p-chen")),
        "acting-without-end",
    ),
    "the same role again": (
        (CLERK,),
        granting(requested_role(begins_on=date(2025, 9, 1))),
        "role-already-held",
    ),
    "the same role twice at once": (
        (),
        granting(requested_role(), requested_role(), new=True),
        "role-already-held",
    ),
    "both at once": (
        (),
        granting(requested_role(), requested_role("supervisor"), new=True),
        "supervisor-not-apart",
    ),
    "a clerk who would supervise": ((CLERK,), granting(requested_role("supervisor")), "supervisor-not-apart"),
    "a supervisor who would act": (
        (granted("supervisor"),),
        granting(requested_role("head")),
        "supervisor-not-apart",
    ),
    "a clerk of two agencies": (
        (),
        granting(requested_role(agencies=("qionghai", "tongliao")), new=True),
        "reach-too-wide",
    ),
    "a clerk of another agency": (
        (),
        granting(requested_role(agencies=("tongliao",)), new=True),
        "reach-too-wide",
    ),
    "the end of nobody's role": ((), ending(), "person-unknown"),
    "the end of what was never granted": ((CLERK,), ending(grant=2), "role-grant-unknown"),
    "the end of number nought": ((CLERK,), ending(grant=0), "role-grant-unknown"),
    "an end that comes too late": ((granted(**SUMMER),), ending(on=date(2025, 8, 1)), "role-already-ended"),
    "a second end": ((CLERK, ended(date(2025, 6, 30))), ending(), "role-already-ended"),
}


@pytest.mark.parametrize(("given", "when", "then"), DONE.values(), ids=DONE.keys())
def test_roles_are_granted_and_ended(given, when, then):
    """What may be granted is granted, and an end shortens."""
    assert decide(given, when) == then


@pytest.mark.parametrize(("given", "when", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_a_person_may_not_hold_is_refused(given, when, code):
    """Each fault of a role is refused under its own code."""
    with pytest.raises(Refusal) as refused:
        decide(given, when)

    assert refused.value.code == code
