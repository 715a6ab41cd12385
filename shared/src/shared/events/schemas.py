"""The JSON Schemas of all events, for programs in other languages. They are generated from the classes into schemas/.

`python -m shared.events.schemas` regenerates the files; a test compares them with the classes.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from shared.events.registry import registry
from shared.message import Event

FOLDER = Path(__file__).with_suffix("")


def schemas() -> dict[str, dict[str, Any]]:
    """Event type → the schema of its present version; `$id` is the `dataschema` of the bus's envelope."""
    return {name: _schema(name, event) for name, event in registry().items()}


def written(schema: dict[str, Any]) -> str:
    """The text of a schema's file."""
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_all(folder: Path = FOLDER) -> None:
    """Write every schema into `folder`, and remove the files that belong to no event."""
    folder.mkdir(exist_ok=True)
    current = {f"{name}.json": written(schema) for name, schema in schemas().items()}
    for stale in {file.name for file in folder.glob("*.json")} - current.keys():
        (folder / stale).unlink()
    for name, text in current.items():
        (folder / name).write_text(text, "utf-8")


def _schema(name: str, event: type[Event]) -> dict[str, Any]:
    identity = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:lantai:event:{name}:{event.schema_version}",
    }
    return identity | msgspec.json.schema(event)


if __name__ == "__main__":
    write_all()
    sys.stdout.write(f"{len(schemas())} schemas in {FOLDER.name}/\n")
