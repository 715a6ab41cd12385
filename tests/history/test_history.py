"""What was ever written loads for ever: one body of each event and version, and the schemas that describe them."""

import json

import pytest

from shared.events.registry import UPCASTERS, decode, dump, registry
from shared.events.schemas import FOLDER, schemas, written
from shared.message import canonical, parse
from support.history import FOLDER as HISTORY
from support.history import file_of

FILES = sorted(HISTORY.glob("*.json"))


def _name_and_version(file):
    name, _, version = file.stem.rpartition(".v")
    return name, int(version)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_version_loads(file):
    """A body of any version loads, and one of the present version is written again byte for byte."""
    name, version = _name_and_version(file)

    event = decode(name, version, file.read_bytes())

    assert type(event) is registry()[name]
    assert canonical(parse(file.read_bytes())) == file.read_bytes()
    if version == event.schema_version:
        assert dump(event) == file.read_bytes()


def test_every_event_has_its_file():
    """Every registered event has a body of each version since the first: `python -m support.history` adds it."""
    wanted = {
        file_of(event).with_name(f"{name}.v{version}.json").name
        for name, event in registry().items()
        for version in range(1, event.schema_version + 1)
    }

    assert {file.name for file in FILES} == wanted


def test_every_old_version_has_its_way_up():
    """From each version before the present one an upcaster leads to the next."""
    steps = {
        (name, version) for name, event in registry().items() for version in range(1, event.schema_version)
    }

    assert set(UPCASTERS) == steps


def test_schemas_are_current():
    """The schema files are those of the classes: `python -m shared.events.schemas` writes them."""
    kept = {file.stem: file.read_text("utf-8") for file in FOLDER.glob("*.json")}

    assert kept == {name: written(schema) for name, schema in schemas().items()}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_schemas_say_what_is_written(file):
    """A body has only fields that its schema names, and all that it requires."""
    name, version = _name_and_version(file)
    schema = schemas()[name]
    definition = schema["$defs"][registry()[name].__name__]
    fields = json.loads(file.read_bytes()).keys()

    assert schema["$id"] == f"urn:lantai:event:{name}:{version}"
    assert set(definition["required"]) <= fields <= set(definition["properties"])
    assert definition["additionalProperties"] is False
