"""Events, the origin of a command, and a row of the log.

An event is a fact: immutable, named by noun and past participle, owned by one service. A command carries an `Origin`
that says who asks, when, in which agency, and under which idempotency key.
"""

import re
from datetime import UTC, datetime
from functools import cache
from typing import ClassVar, Literal, Self
from uuid import UUID, uuid4, uuid5

import msgspec

REACTIONS = UUID("6b1f0f0a-6d0e-5d0c-9f6e-3a1f6f6d8c52")
"""Namespace of the command ids that reactions derive: the same event and reaction always give the same id."""

BODY_BYTES_MAX = 48 * 1024
"""Bytes of an event body at most; larger data is a blob whose hash is in the event."""


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every event body: no floats, aware UTC instants, personal data only as `Sealed`.

    A field added later has a default that is not written, so older bodies keep the same bytes.
    """

    schema_version: ClassVar[int] = 1
    service: ClassVar[str]
    """The owner: only its domain may construct the event."""

    @classmethod
    def type_name(cls) -> str:
        """`RequestReceived` → `request-received`: the name in the log, on the bus and in the schemas."""
        return _kebab(cls.__name__)

    @classmethod
    def subject_tokens(cls) -> tuple[str, str]:
        """`RequestReceived` → (`request`, `received`): noun and participle of the bus subject."""
        noun, _, participle = cls.type_name().rpartition("-")
        return noun, participle


@cache
def _kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


ActorKind = Literal["applicant", "staff", "third-party", "service"]


NOBODY = "-"
"""The last part of an actor who acts for nobody else."""


class Actor(msgspec.Struct, frozen=True):
    """The person or service that acts, the role, and the person acted for; written `staff/p-wang/deputy/p-chen`, or `staff/p-wang/clerk/-`.

    `id` is a person for staff, the channel for an applicant, the program for a service; a name never stands here.
    `acting_for` is the person whom an acting holder of the role (代理) stands in for.
    """

    kind: ActorKind
    id: str
    role: str = "self"
    acting_for: str = NOBODY

    def __str__(self) -> str:
        """The form that the log keeps."""
        return "/".join(self.parts)

    @property
    def parts(self) -> tuple[str, str, str, str]:
        """Parse the text that `str` returns."""
        return self.kind, self.id, self.role, self.acting_for

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` wrote. Raises `ValueError` where it is not four parts."""
        return msgspec.convert(dict(zip(cls.__struct_fields__, text.split("/"), strict=True)), cls)


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The origin of a command: agency and actor as authenticated, the instant, and the idempotency key.

    `correlation_id` is the trace of the first command in the chain; its 128 bits are also the OpenTelemetry trace id.
    """

    agency: str
    actor: Actor
    at: datetime
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None = None

    @classmethod
    def first(
        cls,
        agency: str,
        actor: Actor,
        at: datetime,
        command_id: UUID | None = None,
        trace: UUID | None = None,
    ) -> Self:
        """Begin a chain with the command of a person, in the trace of its page, or of an import."""
        command = command_id or uuid4()
        return cls(agency=agency, actor=actor, at=at, command_id=command, correlation_id=trace or command)


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """A row of a lane (service, agency) as the log holds it; `seq` is gapless and in commit order.

    The fields behind `service` stand in the order of the log's columns: replay builds a million of these.
    """

    service: str
    agency: str
    seq: int
    stream: str
    version: int
    id: UUID
    type: str
    schema_version: int
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    correlation_id: UUID
    causation_id: UUID | None
    key_id: str | None
    body: bytes
    leaf: bytes
    chain: bytes


def follow(event: Recorded, reaction: str, ordinal: int = 0) -> Origin:
    """The origin of a command that a reaction derives from `event`.

    The command id has no code version in it: however often the event comes, one effect.
    """
    return Origin(
        agency=event.agency,
        actor=Actor(kind="service", id=reaction.partition(".")[0], role="reaction"),
        at=event.recorded_at.astimezone(UTC),
        command_id=uuid5(REACTIONS, f"{reaction}\n{event.id}\n{ordinal}"),
        correlation_id=event.correlation_id,
        causation_id=event.id,
    )


def canonical(value: object) -> bytes:
    """Canonical JSON: UTF-8, keys sorted, no blanks. `canonical(parse(b)) == b` for every body in the log."""
    return msgspec.json.encode(value, order="sorted")


def parse(body: bytes) -> object:
    """Read a body without its class; a float is refused, since no two readers agree on one."""
    return _PLAIN.decode(body)


def _refuse_float(text: str) -> object:
    raise ValueError(f"a float has no canonical form: {text}")


_PLAIN = msgspec.json.Decoder(float_hook=_refuse_float)
