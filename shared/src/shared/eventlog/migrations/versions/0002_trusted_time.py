"""Trusted time, and `lantai_now()` by it."""

from alembic import context, op

from shared.eventlog.migrations.scripts import run

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of trusted time. Until a service keeps it, `lantai_now()` is the database's clock."""
    run(op.get_bind(), "time.sql", context.config.attributes["service"])


def downgrade() -> None:
    """Refuse: rows were recorded by trusted time."""
    raise NotImplementedError("rows were recorded by trusted time; restore a backup into a new database")
