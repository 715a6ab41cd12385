"""Where a request stands: each event of the language moves it, or is known to leave it as it is."""

import pytest

from reporting.request.standing import RequestState, evolve
from shared.events.registry import registry
from support.history import sample

STARTS = (RequestState(), RequestState(stage="reviewed", sheet=True), RequestState(stage="drafted"))
STILL = frozenset(
    {
        *("exercise-declared", "number-assigned", "past-request-imported", "applicant-viewed"),
        *("calendar-notice-loaded", "report-pinned"),
        *("staff-account-opened", "staff-account-closed", "staff-role-granted", "staff-role-ended"),
        *("staff-password-replaced", "staff-password-reset-issued", "staff-password-reset-used"),
        *("section-opened", "section-renamed", "section-merged", "section-closed"),
        *("extension-proposed", "extension-approved", "extension-refused", "extension-notice-dispatched"),
        *("paper-received", "paper-returned", "consultation-received"),
    }
)
"""The events that say nothing about where a request stands."""


@pytest.mark.parametrize("name", sorted(registry()))
def test_each_event_moves_a_request_or_is_known_not_to(name: str):
    """An event that supervision forgets to fold is noticed here."""
    event = sample(registry()[name])

    assert any(evolve(start, event) != start for start in STARTS) == (name not in STILL)
