"""The log and the carrier's tables. The functions (append.sql, reading.sql) are installed by every migration."""

from alembic import context, op

from shared.eventlog.migrations.scripts import run

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    run(op.get_bind(), "log.sql", context.config.attributes["service"])


def downgrade() -> None:
    """Refuse: a log is never removed."""
    raise NotImplementedError("the log is never taken back; restore a backup into a new database")
