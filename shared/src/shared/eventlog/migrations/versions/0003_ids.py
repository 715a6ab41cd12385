"""Events without an index of their ids: nothing reads it, and `append` paid a fourteenth of its time for it."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Drop the index. `append` makes the ids; a lane's number and a stream's version name each row."""
    op.execute("alter table log.events drop constraint if exists events_agency_id_key")


def downgrade() -> None:
    """Index the ids again."""
    op.execute("alter table log.events add unique (agency, id)")
