"""The audit log: a line, marked `audit`, for each sign-in, refusal of rights and administrative act.

It holds codes and ids of staff, agencies and streams, never the data of a person: not what was typed, not a name. In a service the lines stand
in its log, with request id, trace id, account and agency of the request. A command writes them to the file that LANTAI_AUDIT_FILE
names, or else to standard error.
"""

import getpass
import os
import sys
from collections.abc import Callable
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

import structlog

from shared.process.logs import logger, processors

AUDIT_FILE: Final = "LANTAI_AUDIT_FILE"

P = ParamSpec("P")
R = TypeVar("R")


def audit(act: str, **facts: object) -> None:
    """Write a line in a service. `facts` are codes and ids."""
    logger().info(act, audit=True, **facts)


def audited(act: str, *named: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a command that administers: each run leaves one line with who ran it, how it ended, and the arguments `named`."""

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        @wraps(command)
        def run(*given: P.args, **options: P.kwargs) -> R:
            arguments = signature(command).bind(*given, **options).arguments
            facts = {name: str(arguments[name]) for name in named if arguments.get(name) is not None}
            try:
                result = command(*given, **options)
            except BaseException as error:
                _write(act, {**facts, "outcome": "failed", "error": type(error).__name__})
                raise
            _write(act, {**facts, "outcome": "done"})
            return result

        return run

    return decorate


def _write(act: str, facts: dict[str, str]) -> None:
    """Write a line of a command; a file that cannot be written keeps no command from ending."""
    try:
        with Path(os.environ[AUDIT_FILE]).open("a", encoding="utf-8") as file:
            _line(file, act, facts)
    except (KeyError, OSError):
        _line(sys.stderr, act, facts)


def _line(file: Any, act: str, facts: dict[str, str]) -> None:
    log: structlog.typing.BindableLogger = structlog.wrap_logger(
        structlog.WriteLogger(file), processors=processors(json=True), wrapper_class=structlog.BoundLogger
    )
    log.info(act, audit=True, user=_user(), **facts)  # type: ignore[attr-defined]  # of the wrapper class given


def _user() -> str:
    """The account of the operating system that gave the command, before `sudo`."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
