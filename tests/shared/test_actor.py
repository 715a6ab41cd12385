"""An actor: four parts in the log, so that who acts for another is hashed with the event."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.message import Actor

PARTS = st.text(st.characters(blacklist_characters="/", blacklist_categories=("Cs",)), min_size=1)
KINDS = st.sampled_from(("applicant", "staff", "third-party", "service"))


@given(st.builds(Actor, kind=KINDS, id=PARTS, role=PARTS, acting_for=PARTS))
def test_an_actor_is_read_as_it_was_written(actor):
    """Parsing undoes writing, whoever acts."""
    assert Actor.parse(str(actor)) == actor


def test_who_acts_for_another_is_named_last():
    """The last part is the person stood in for, a dash where there is none."""
    acting = Actor(kind="staff", id="p-wang", role="deputy", acting_for="p-chen")

    assert str(acting) == "staff/p-wang/deputy/p-chen"
    assert str(Actor(kind="applicant", id="web")) == "applicant/web/self/-"


@pytest.mark.parametrize("text", ["", "staff/p-wang/deputy", "staff/a/b/c/d", "king/a/b/-"])
def test_what_is_no_actor_is_refused(text):
    """Three parts, five parts, an unknown kind: none of them is an actor."""
    with pytest.raises(ValueError, match=r"zip|Invalid enum"):
        Actor.parse(text)
