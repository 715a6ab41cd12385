"""The tables of the clocks projection."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    literal_column,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(schema="clocks")

OPEN = ("running", "deferred", "paused", "suspended", "missed")


def _named() -> list[Column[str]]:
    """Return the columns that identify a clock."""
    return [
        Column(name, Text, primary_key=True) for name in ("agency", "subject_kind", "subject_id", "clock")
    ]


clock = Table(
    "clock",
    metadata,
    *_named(),
    Column("request_id", Uuid, comment="the request that the clock is of or about"),
    Column("state", Text, nullable=False, comment="of the standing"),
    Column("since", Date, comment="from which day it is paused or suspended"),
    Column("waiting_for", Text, nullable=False, comment="for what kind of letter or suspension"),
    Column("day_zero_on", Date),
    Column("working_days", Integer, nullable=False),
    Column("clause", Text),
    Column("source", Text),
    Column("due_on", Date),
    Column("not_before_on", Date),
    Column("uncovered_year", Integer),
    Column("warned_left", Integer, comment="the fewest working days left that were warned of"),
    Column("ladder", JSONB, comment="[[working days left, role warned], …]"),
    Column("missed_role", Text, comment="who is told of a miss"),
    Column("extension_working_days", Integer, nullable=False),
    Column("stopped_on", Date),
    Column("cause", Text, nullable=False, comment="the event that stopped it"),
    Column("in_time", Boolean),
)
NOT_OVER = clock.c.state.notin_([literal_column("'stopped'"), literal_column("'unstarted'")])
DEFERRED = clock.c.state == literal_column("'deferred'")
"""Literals, in the queries and in the indexes: with parameters the planner could not match a query to a partial index."""
Index("clock_open", clock.c.agency, clock.c.due_on, postgresql_where=NOT_OVER)
Index("clock_deferred", clock.c.uncovered_year, postgresql_where=DEFERRED)
Index("clock_request", clock.c.agency, clock.c.request_id)

happened = Table(
    "happened",
    metadata,
    *_named(),
    Column("seq", BigInteger, primary_key=True),
    Column("request_id", Uuid),
    Column("type", Text, nullable=False, comment="of the event; for a fact, what it did"),
    Column("facts", JSONB, nullable=False, comment="the event, without its days"),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)
Index("happened_request", happened.c.agency, happened.c.request_id)

counted = Table(
    "counted",
    metadata,
    *_named(),
    Column("generation", Integer, primary_key=True),
    Column("request_id", Uuid),
    Column("due_on", Date),
    Column("not_before_on", Date),
    Column("reason", JSONB, nullable=False, comment="code, day, what it refers to"),
    Column("by_notice", Boolean, nullable=False, comment="whether a loaded notice caused it"),
    Column("explanation", JSONB, comment="the count in codes (shared.words.explanation)"),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)
BY_NOTICE = counted.c.by_notice.is_(literal_column("true"))
Index("counted_by_notice", counted.c.agency, counted.c.recorded_at.desc(), postgresql_where=BY_NOTICE)
Index("counted_request", counted.c.agency, counted.c.request_id)

request = Table(
    "request",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
)
