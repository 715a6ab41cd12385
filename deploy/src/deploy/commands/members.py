"""The commands of the services: `lantai deadline …`, `lantai intake …`, found by their entry points.

A member is loaded when its command is named, so one service's command does not wait for the others. A member that cannot
be loaded has a command that says so.
"""

import json
import os
import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from deploy.bus.rights import AUDITOR
from deploy.errors import NoStack
from deploy.place.environment import for_service, role_dsn
from deploy.stack.running_stack import find
from deploy.stack.stack import Stack
from deploy.topology import SERVICES
from shared.policy import FOLDER_VARIABLE

GROUP = "lantai.commands"
EXIT_BROKEN_MEMBER = 70
AUDIT_DSNS = "LANTAI_AUDIT_DSNS"
AUDIT_BUS = "LANTAI_AUDIT_BUS"
AUDIT_BLOBS = "LANTAI_AUDIT_BLOBS"


class Members(TyperGroup):
    """A command group that knows its own commands and those of every installed member."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return our own names, then the members'."""
        own = super().list_commands(ctx)
        return [*own, *(name for name in sorted(member_entries()) if name not in own)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return our own command of that name, else the member's."""
        own = super().get_command(ctx, cmd_name)
        entry = member_entries().get(cmd_name)
        return own if own is not None or entry is None else load(entry)


def member_entries() -> dict[str, EntryPoint]:
    """Return the entry points of all installed members by name."""
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def load(entry: EntryPoint) -> Any:
    """Return the member's commands; if it cannot be loaded, a command that prints why and ends with 70."""
    lend(entry)
    try:
        command = _as_group(entry)
    except Exception as problem:  # noqa: BLE001  # whatever a member's import raises, the other commands must work
        command = get_command(_broken(entry, problem))
    command.name = entry.name
    return command


def lend(entry: EntryPoint) -> None:
    """Set the environment of a member's command from the stack of this folder; variables that the operator set are kept."""
    try:
        stack = find(Path.cwd()).stack
    except NoStack:
        return
    for name, value in environment_of(entry, stack).items():
        os.environ.setdefault(name, value)


def environment_of(entry: EntryPoint, stack: Stack) -> dict[str, str]:
    """Return a member's environment: the folder of packs, all addresses for the audit, its service's settings."""
    addresses = {service: role_dsn(stack.state, f"{service}_carrier", service) for service in SERVICES}
    lent = {
        AUDIT_DSNS: json.dumps(addresses),
        AUDIT_BLOBS: str(stack.folder.blobs),
        FOLDER_VARIABLE: str(stack.folder.packs),
    }
    if AUDITOR in stack.state.bus:
        lent[AUDIT_BUS] = stack.nats.url_for(AUDITOR)
    service = entry.module.partition(".")[0]
    return lent | for_service(stack.state, stack.folder, service) if service in SERVICES else lent


def _as_group(entry: EntryPoint) -> Any:
    """Return the member's commands as a group, also where it has a single one."""
    holder = typer.Typer(add_completion=False)
    holder.add_typer(entry.load(), name=entry.name)
    group: Any = get_command(holder)
    return group.commands[entry.name]


def _broken(entry: EntryPoint, problem: Exception) -> typer.Typer:
    app = typer.Typer()
    sentence = f"命令组 {entry.name}（{entry.value}）无法载入：{type(problem).__name__}: {problem}"

    @app.command(help=sentence, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
    def broken() -> None:
        sys.stderr.write(f"{sentence}\n")
        raise typer.Exit(EXIT_BROKEN_MEMBER)

    return app
