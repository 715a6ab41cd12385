"""The log, the carrier's tables and `log.append`."""

from importlib.resources import files

from alembic import context, op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the log. The service's name goes into leaf and chain, its roles into the policies."""
    service = context.config.attributes["service"]
    names = {":service": f"'{service}'", ":app": f"{service}_app", ":carrier": f"{service}_carrier"}
    for script in ("log.sql", "append.sql"):
        sql = files("shared.eventlog.migrations").joinpath(script).read_text()
        for placeholder, value in names.items():
            sql = sql.replace(placeholder, value)
        op.get_bind().connection.run_async(lambda driver, sql=sql: driver.execute(sql))


def downgrade() -> None:
    """Refuse: a log is never removed."""
    raise NotImplementedError("the log is never taken back; restore a backup into a new database")
