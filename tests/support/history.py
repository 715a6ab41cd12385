"""The history: the body of each event in each version that was ever published, in tests/history/events.

`PYTHONPATH=tests python -m support.history` adds files for new events and new versions, and never changes an existing
file: if one no longer loads, the logs of all deployments no longer load.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from msgspec import inspect

from shared.events.registry import dump, registry
from shared.message import Event

FOLDER = Path(__file__).parents[1] / "history/events"
_PLAIN: dict[type, object] = {
    inspect.BoolType: True,
    inspect.IntType: 7,
    inspect.DateType: date(2025, 3, 3),
    inspect.DateTimeType: datetime(2025, 3, 3, 1, 5, 30, 250_000, tzinfo=UTC),
    inspect.UUIDType: UUID("00000000-0000-4000-8000-000000000001"),
}


def file_of(event: type[Event]) -> Path:
    """The file with the body of an event's present version."""
    return FOLDER / f"{event.type_name()}.v{event.schema_version}.json"


def sample(event: type[Event]) -> Event:
    """An event with every field set, optional ones included."""
    made: Event = _value(inspect.type_info(event), event.type_name())
    return made


def add_missing() -> list[str]:
    """Write the missing files; return their names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    missing = [event for event in registry().values() if not file_of(event).exists()]
    for event in missing:
        file_of(event).write_bytes(dump(sample(event)))
    return [file_of(event).name for event in missing]


def _value(info: Any, name: str) -> Any:  # noqa: PLR0911  # one return for each kind
    match info:
        case inspect.StructType():
            return info.cls(**{field.name: _value(field.type, field.name) for field in info.fields})
        case inspect.UnionType():
            return _value(next(one for one in info.types if not isinstance(one, inspect.NoneType)), name)
        case inspect.VarTupleType():
            return (_value(info.item_type, name),)
        case inspect.DictType():
            return {_value(info.key_type, name): _value(info.value_type, name)}
        case inspect.LiteralType():
            return info.values[0]
        case inspect.StrType():
            return f"{name} 例"
        case _:
            return _PLAIN[type(info)]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{name}\n" for name in add_missing()))
