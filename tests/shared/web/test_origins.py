"""A wish's command id is its person's own."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from shared.web.access.origins import staff_origin
from shared.web.access.staff_pass import HeldRole, Pass
from support.pages.passes import held as holding

AT = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)


CLERK = holding("clerk")


def held(person, account="a.b", roles=CLERK):
    """A pass of somebody."""
    return Pass(
        account=account,
        person=person,
        name="某人",
        agencies=("qionghai",),
        held=roles,
        csrf="x",
        issued_at=AT,
        expires_at=AT + timedelta(minutes=15),
    )


def test_the_same_form_sent_twice_is_one_wish():
    """A double click has one command id."""
    form = uuid4()

    ids = {staff_origin("qionghai", held("a.b"), "clerk", AT, form).command_id for _ in range(2)}

    assert len(ids) == 1


def test_nobody_can_take_the_command_id_of_another():
    """The id that a browser sends is never the command's id, and differs from person to person."""
    form = uuid4()

    mine, theirs = (
        staff_origin("qionghai", held(who), "clerk", AT, form).command_id for who in ("a.b", "c.d")
    )

    assert len({mine, theirs, form}) == 3


def test_the_actor_is_the_person_whatever_the_login():
    """Two logins of one person act as the same one."""
    actors = {
        staff_origin("qionghai", held("p-a", login), "clerk", AT, uuid4()).actor for login in ("a", "a2")
    }

    assert {str(actor) for actor in actors} == {"staff/p-a/clerk/-"}


@pytest.mark.parametrize(
    ("section", "acting_for"), [("s-own", "-"), ("s-other", "p-chen"), ("s-third", "-"), ("", "-")]
)
def test_who_acts_for_another_is_told_by_the_section(section, acting_for):
    """Whoever heads one section and stands in for the head of another acts for that head there alone."""
    roles = (
        HeldRole(role="section", sections=("s-other",), acting_for="p-chen"),
        HeldRole(role="section", sections=("s-own",)),
    )

    origin = staff_origin("qionghai", held("p-a", roles=roles), "section", AT, uuid4(), section)

    assert origin.actor.acting_for == acting_for
