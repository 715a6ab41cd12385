"""The bus as an AsyncAPI document, for programs in other languages: the channel of each event, and the services that hear it.

FastStream names the channels and operations; the envelope and the schemas of the events are filled in.
`python -m deploy.bus.asyncapi` regenerates the document; a test compares it with the code.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import msgspec
from faststream.nats import NatsBroker
from faststream.specification import AsyncAPI

from shared.bus.envelope import LISTENS, SERVICES, Envelope, event_subject
from shared.delivery.inbox import Ack, subscribe
from shared.events.registry import registry
from shared.message import Event

FILE: Final = Path(__file__).parents[3] / "asyncapi.json"
SCHEMAS: Final = "../shared/src/shared/events/schemas"
"""The path of the events' schemas, relative to the document."""
SERVER: Final = "nats://nats:4222"
ANY: Final = "any"
ENVELOPE: Final = Envelope.__name__
TRAIT: Final = {
    "correlationId": {"location": "$message.payload#/correlationid"},
    "headers": {
        "type": "object",
        "required": ["content-type", "Nats-Msg-Id"],
        "properties": {
            "content-type": {"const": "application/json"},
            "Nats-Msg-Id": {"type": "string", "format": "uuid", "description": "The event's id."},
        },
    },
}
"""The fields of every message of the bus."""
PARAMETERS: Final[dict[str, dict[str, Any]]] = {
    "agency": {"description": "The id of the agency whose log the event stands in."},
    "service": {"enum": list(SERVICES)},
}
DESCRIPTION: Final = (
    "Each service publishes the events of its log to its own JetStream stream, in order for each agency. A message is a "
    "CloudEvents 1.0 envelope in structured JSON: its attributes, extensions included, stand in the payload beside `data`."
)


def document() -> dict[str, Any]:
    """The AsyncAPI document of the bus."""
    broker = NatsBroker(SERVER, apply_types=False)
    for name, event in registry().items():
        address = event_subject(_publisher(event), "{agency}", name)
        broker.publisher(address, title=name, description=_first_line(event))
    for service, sources in LISTENS.items():
        for source in sources:
            subscribe(broker, service, source, _nowhere)
    described = AsyncAPI(broker, title="Lantai", version=version("lantai-shared"), description=DESCRIPTION)
    found: dict[str, Any] = json.loads(described.to_specification().to_json())
    for channel in found["channels"].values():
        channel["parameters"] = {
            key: PARAMETERS[key] for key in PARAMETERS if f"{{{key}}}" in channel["address"]
        }
    parts = found["components"]
    for name, message in parts["messages"].items():
        said = name.partition(":")[0]
        del message["correlationId"]
        message["traits"] = [{"$ref": f"#/components/messageTraits/{ENVELOPE}"}]
        message["payload"] = _schema(said if said in registry() else ENVELOPE)
    parts["messageTraits"] = {ENVELOPE: TRAIT}
    parts["schemas"] = {name: _payload(name, event) for name, event in registry().items()}
    parts["schemas"] |= msgspec.json.schema_components([Envelope])[1]
    return found


def written() -> str:
    """The document as text of its file."""
    return json.dumps(document(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _payload(name: str, event: type[Event]) -> dict[str, Any]:
    types = [f"cn.lantai.{service}.{name}" for service in SERVICES if event.service in {service, ANY}]
    return {
        "allOf": [
            _schema(ENVELOPE),
            {
                "properties": {
                    "type": {"enum": types},
                    "dataschema": {"const": f"urn:lantai:event:{name}:{event.schema_version}"},
                    "data": {"$ref": f"{SCHEMAS}/{name}.json"},
                }
            },
        ]
    }


def _publisher(event: type[Event]) -> str:
    return "{service}" if event.service == ANY else event.service


def _schema(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _first_line(event: type[Event]) -> str:
    return (event.__doc__ or "").partition("\n")[0]


async def _nowhere(_body: bytes, _ack: Ack, _pending: int) -> None:
    """A handler that is never called: the broker is only described and never connected."""


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
    sys.stdout.write(f"{len(document()['channels'])} channels in {FILE.name}\n")
