"""The tables of the book of clocks."""

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

clock = Table(
    "clock",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column(
        "state", Text, nullable=False, comment="counting running deferred paused suspended missed stopped"
    ),
    Column("day_zero_on", Date, nullable=False),
    Column("working_days", Integer, nullable=False),
    Column("clause", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("due_on", Date),
    Column("not_before_on", Date),
    Column("uncovered_year", Integer),
    Column("warned_left", Integer, comment="the fewest working days left that were warned of"),
    Column("ladder", JSONB, nullable=False, comment="[[working days left, role warned], …]"),
    Column("missed_role", Text, nullable=False, comment="who is told of a miss"),
    Column("suspended_on", Date),
    Column("extension_working_days", Integer),
    Column("stopped_on", Date),
    Column("cause", Text, comment="the event that stopped it"),
    Column("in_time", Boolean),
)
NOT_STOPPED = clock.c.state != literal_column("'stopped'")
DEFERRED = clock.c.state == literal_column("'deferred'")
"""Written out in the queries as in the indexes: a plan with parameters could not tell that the index holds what is asked."""
Index("clock_open", clock.c.agency, clock.c.due_on, postgresql_where=NOT_STOPPED)
Index("clock_deferred", clock.c.uncovered_year, postgresql_where=DEFERRED)

letter = Table(
    "letter",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("pause", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("sent_on", Date, nullable=False),
    Column("arrived_on", Date),
)

happened = Table(
    "happened",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("type", Text, nullable=False),
    Column("facts", JSONB, nullable=False, comment="the event, without its days"),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)

counted = Table(
    "counted",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("due_on", Date),
    Column("not_before_on", Date),
    Column("reason", Text, nullable=False),
    Column("explanation", JSONB, nullable=False, comment="as `lantai deadline explain --json` prints it"),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)
LOADED = "录入"
"""The first word of the reason of a count that a notice caused; its number follows."""
BY_NOTICE = counted.c.reason.like(literal_column(f"'{LOADED}%'"))
Index("counted_by_notice", counted.c.agency, counted.c.recorded_at.desc(), postgresql_where=BY_NOTICE)

request = Table(
    "request",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
)
