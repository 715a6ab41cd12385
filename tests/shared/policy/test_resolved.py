"""What applied to the two bureaus before packs could lie in layers applies to them still, value by value."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.policy import Policy, Resolved

DAYS = [
    date(2019, 5, 15),
    date(2023, 2, 1),
    date(2023, 2, 2),
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2025, 3, 3),
]
"""Before and after each day on which a text of the nation or of a bureau begins or ends, and a day of today's."""

FIELDS = ("key", "value", "clause", "source", "layer", "note", "rule")
ASIDE = ("layer", "value", "clause", "source", "rule", "note")
BEFORE: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("resolved.json").read_text("utf-8"))
"""Agency → key → digest of what applied on all `DAYS`. Where the law or a bureau's text changes, so does its line."""


def digest(agency: str, key: str) -> str:
    """The digest of a key's answers on all days."""
    answers = [(day.isoformat(), answer(Policy(agency, day).get(key))) for day in DAYS]
    return sha256(json.dumps(answers, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def answer(found: Resolved | None) -> Any:
    """An answer as plain JSON."""
    if found is None:
        return None
    overridden = [{name: getattr(text, name) for name in ASIDE} for text in found.overridden]
    fields = {name: getattr(found, name) for name in FIELDS} | {"overridden": overridden}
    return json.loads(msgspec.json.encode(fields))


@pytest.mark.parametrize("agency", sorted(BEFORE))
def test_every_value_is_as_it_was(agency):
    """Value, clause, source, layer, note and what was set aside, over the validity of the packs."""
    now = {key: digest(agency, key) for key in BEFORE[agency]}

    assert now == BEFORE[agency]
