"""The names and format on the bus: streams, subjects, which service hears which, and the CloudEvents envelope.

The envelope is CloudEvents 1.0 in JSON; `data` is the row's body, byte for byte, so every receiver can check the leaf.
FastStream decodes by the header `content-type: application/json`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from shared.eventlog.evidence import chain_hash
from shared.message import Recorded

SERVICES = ("intake", "review", "deadline", "reporting")

AUDITOR = "audit"
"""The user of `lantai audit verify`, which reads the streams and publishes nothing."""

LISTENS: dict[str, tuple[str, ...]] = {
    "intake": ("review", "deadline"),
    "review": ("intake", "deadline"),
    "deadline": ("intake", "review"),
    "reporting": ("intake", "review", "deadline"),
}
"""Service → the services whose events it hears."""


def stream_name(service: str) -> str:
    """The JetStream stream of a service's events."""
    return f"EVT_{service.upper()}"


def event_filter(service: str) -> str:
    """The subjects of all lanes of a service."""
    return f"lantai.evt.{service}.>"


def lane_filter(service: str, agency: str) -> str:
    """The subjects of one lane."""
    return f"lantai.evt.{service}.{agency}.>"


def subject(row: Recorded) -> str:
    """The subject under which one event is published."""
    return event_subject(row.service, row.agency, row.type)


def event_subject(service: str, agency: str, type_name: str) -> str:
    """The subject of an event type: `lantai.evt.<service>.<agency>.<noun>.<participle>`."""
    noun, _, participle = type_name.rpartition("-")
    return f"lantai.evt.{service}.{agency}.{noun}.{participle}"


def type_in(subject: str) -> str:
    """The event type that a subject of `event_subject` names."""
    return "-".join(subject.split(".")[4:])


def deliver_subject(service: str, source: str) -> str:
    """The subject on which a service receives the events of `source`."""
    return f"lantai.deliver.{service}.{source}"


def rpc_subject(service: str, verb: str) -> str:
    """The subject on which a service answers reads of its log; `verb` is `heads` or `range`."""
    return f"lantai.rpc.{service}.{verb}"


def hint_subject(service: str) -> str:
    """The subject on which a stand-by process tells the active one that it appended to a lane; the payload is the agency."""
    return f"lantai.hint.{service}"


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """CloudEvents 1.0, structured JSON, with Lantai's extensions (lower-case, as the specification asks)."""

    specversion: str = "1.0"
    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str = "application/json"
    dataschema: str
    sequence: str
    prevchain: str
    chain: str
    leafhash: str
    streamversion: int
    agency: str
    actor: str
    recordedat: datetime
    correlationid: UUID
    causationid: UUID | None = None
    keyid: str | None = None
    traceparent: str
    data: msgspec.Raw


def traceparent(row: Recorded) -> str:
    """W3C trace context: the correlation id is the trace, the event the parent of what it causes."""
    return f"00-{row.correlation_id.hex}-{row.id.hex[:16]}-01"


def to_envelope(row: Recorded, prevchain: bytes) -> bytes:
    """The message of a row. Raises `ValueError` if the row does not follow `prevchain`."""
    if chain_hash(prevchain, row.leaf) != row.chain:
        raise ValueError(f"{row.service}/{row.agency} {row.seq} does not follow its predecessor")
    return msgspec.json.encode(
        Envelope(
            id=row.id,
            source=f"/lantai/{row.service}/{row.agency}",
            type=f"cn.lantai.{row.service}.{row.type}",
            subject=row.stream,
            time=row.occurred_at,
            dataschema=f"urn:lantai:event:{row.type}:{row.schema_version}",
            sequence=str(row.seq),
            prevchain=prevchain.hex(),
            chain=row.chain.hex(),
            leafhash=row.leaf.hex(),
            streamversion=row.version,
            agency=row.agency,
            actor=row.actor,
            recordedat=row.recorded_at,
            correlationid=row.correlation_id,
            causationid=row.causation_id,
            keyid=row.key_id,
            traceparent=traceparent(row),
            data=msgspec.Raw(row.body),
        )
    )


def from_envelope(message: bytes) -> Recorded:
    """The row that a message carries, unchecked; the subscription checks leaf and chain."""
    envelope = _ENVELOPE.decode(message)
    _, _, service, _ = envelope.source.split("/")
    return Recorded(
        service=service,
        agency=envelope.agency,
        seq=int(envelope.sequence),
        stream=envelope.subject,
        version=envelope.streamversion,
        id=envelope.id,
        type=envelope.type.rpartition(".")[2],
        schema_version=int(envelope.dataschema.rpartition(":")[2]),
        occurred_at=envelope.time,
        recorded_at=envelope.recordedat,
        actor=envelope.actor,
        correlation_id=envelope.correlationid,
        causation_id=envelope.causationid,
        key_id=envelope.keyid,
        body=bytes(envelope.data),
        leaf=bytes.fromhex(envelope.leafhash),
        chain=bytes.fromhex(envelope.chain),
    )


_ENVELOPE: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Envelope)
