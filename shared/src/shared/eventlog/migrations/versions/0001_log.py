"""The log, the carrier's tables and `log.append`."""

from shared.eventlog.migrations.scripts import run_scripts

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the log. The service's name goes into leaf and chain, its roles into the policies."""
    run_scripts("log.sql", "append.sql")


def downgrade() -> None:
    """Refuse: a log is never removed."""
    raise NotImplementedError("the log is never taken back; restore a backup into a new database")
