"""Runs SQL scripts of this folder with the service's name and roles in place of their placeholders."""

from importlib.resources import files

from alembic import context, op

from shared.time.trusted import SKEW


def run_scripts(*scripts: str) -> None:
    """Run the scripts in order, in the migration's transaction."""
    service = context.config.attributes["service"]
    names = {
        ":service": f"'{service}'",
        ":app": f"{service}_app",
        ":carrier": f"{service}_carrier",
        ":skew": f"{SKEW.total_seconds():g}",
    }
    for script in scripts:
        sql = files("shared.eventlog.migrations").joinpath(script).read_text()
        for placeholder, value in names.items():
            sql = sql.replace(placeholder, value)
        op.get_bind().connection.run_async(lambda driver, sql=sql: driver.execute(sql))
