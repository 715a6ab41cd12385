"""A wish's command id is its person's own."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.web.access.origins import staff_origin
from shared.web.access.staff_pass import Pass

AT = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)


def held(account):
    """A pass of somebody."""
    return Pass(
        account=account,
        name="某人",
        agencies=("qionghai",),
        roles=("clerk",),
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
