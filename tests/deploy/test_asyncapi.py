"""The document of the bus says what the code does: every event, every listener, the envelope as it is sent."""

import json

import msgspec
import pytest

from deploy.bus.asyncapi import FILE, document, written
from shared.bus.envelope import LISTENS, Envelope, event_subject
from shared.events.registry import registry

DOCUMENT = document()
HEARD = {f"{service}.{source}": source for service, sources in LISTENS.items() for source in sources}


def actions(action):
    return {name for name, each in DOCUMENT["operations"].items() if each["action"] == action}


def test_the_file_is_current():
    """The file is the document of this code: `python -m deploy.bus.asyncapi` writes it."""
    assert FILE.read_text("utf-8") == written()


def test_every_event_is_sent_and_every_listener_hears():
    """What is sent are the events of the language, what is heard is what the services listen to."""
    assert actions("send") == set(registry())
    assert actions("receive") == set(HEARD)


@pytest.mark.parametrize("name", registry())
def test_a_channel_is_the_subject_of_its_events(name):
    """An event goes where the relay publishes it; what differs from message to message is a parameter."""
    channel, service = DOCUMENT["channels"][name], registry()[name].service

    parameters = {"agency": "qionghai", "service": "review"}
    assert channel["address"].format(**parameters) == event_subject(
        service if service != "any" else "review", "qionghai", name
    )
    assert set(channel["parameters"]) == ({"agency"} if service != "any" else {"agency", "service"})


@pytest.mark.parametrize("name", registry())
def test_a_message_is_an_envelope_around_its_event(name):
    """The payload refers to the schema of the event, by a file that is there, under the id that the envelope names."""
    message = DOCUMENT["components"]["messages"][f"{name}:Message"]
    envelope, around = DOCUMENT["components"]["schemas"][name]["allOf"]
    schema = json.loads((FILE.parent / around["properties"]["data"]["$ref"]).read_text("utf-8"))

    assert message["payload"] == {"$ref": f"#/components/schemas/{name}"}
    assert envelope == {"$ref": "#/components/schemas/Envelope"}
    assert schema["$id"] == around["properties"]["dataschema"]["const"]


def test_the_envelope_has_every_attribute():
    """The attributes of CloudEvents and our extensions are those that the bus writes."""
    described = DOCUMENT["components"]["schemas"]["Envelope"]["properties"]

    assert set(described) == {field.encode_name for field in msgspec.structs.fields(Envelope)}


def test_every_reference_leads_somewhere():
    """No part of the document refers to a part that is not there."""
    pending, found = [DOCUMENT], []
    while pending:
        at = pending.pop()
        if isinstance(at, dict):
            found += [at["$ref"]] if "$ref" in at else []
        pending += at.values() if isinstance(at, dict) else at if isinstance(at, list) else ()

    inside = [each for each in found if each.startswith("#/")]
    assert inside
    for each in inside:
        part = DOCUMENT
        for step in each.removeprefix("#/").split("/"):
            part = part[step]
