"""Runs the SQL files of this folder."""

from importlib.resources import files

from sqlalchemy import Connection


def run(connection: Connection, script: str, service: str) -> None:
    """Run a file in the caller's transaction, through the driver, which takes many statements at once.

    The service's name goes into leaf and chain, its roles into policies and grants.
    """
    sql = files("shared.eventlog.migrations").joinpath(script).read_text(encoding="utf-8")
    names = {":service": f"'{service}'", ":app": f"{service}_app", ":carrier": f"{service}_carrier"}
    for placeholder, value in names.items():
        sql = sql.replace(placeholder, value)
    connection.connection.run_async(lambda driver: driver.execute(sql))
