"""What the commands say: every help text, and every command that only reads, on the running stack."""

import os
import re
from collections.abc import Iterator
from typing import Any, Final
from unittest.mock import patch

import typer
from typer.main import get_command

from captured.eyes import Eyes
from deploy import cli
from support.typed import typed

FRAME: Final = re.compile(r"[\u2500-\u257f]+")
PROCESS: Final = re.compile(r"(?<![:\d])\d{3,}(?= +│$)|(?<=进程 )\d+")
HELP: Final = "--help"
STYLE: Final = re.compile(r"\x1b\[[0-9;]*m")
TYPED: Final = (
    "doctor",
    "agency list",
    "streams --check",
    "intake account list qionghai",
    "intake account list tongliao",
    "review chain --agency qionghai --on 2025-03-10",
    "review chain --agency tongliao --on 2025-03-10",
    "review chain --agency nobody --on 2025-03-10",
    "deadline explain --agency qionghai --received 2025-09-15",
    "deadline explain --agency tongliao --received 2025-01-13 --json",
    "deadline explain --agency qionghai --received 2025-01-13 --pause 2025-01-20..2025-02-10",
    "deadline explain --agency qionghai --received 2025-04-07 --extension 20",
    "deadline explain --agency qionghai --received 2025-04-07 --corrected 2025-04-20",
    "deadline explain --agency national --received 2025-12-29",
    "deadline explain --agency qionghai --received 2998-12-31",
    "deadline explain --agency qionghai --received 2023-02-29",
    "deadline explain --agency qionghai --received 2025-03-03 --pause ..",
    "report annual --agency qionghai --year 2025",
    "report annual --agency tongliao --year 2025",
    "report annual --agency tongliao --year 2025 --json",
    "report annual --agency qionghai --year 1999",
    "audit verify",
    "audit verify --json",
    "audit verify --agency nobody",
    "audit replay --agency qionghai --case 2025-0031 --as-of 2025-09-20",
    "audit replay --agency qionghai --case 2025-0002 --as-of 2025-12-31 --json",
    "audit replay --agency tongliao --case 2025-0011 --as-of 2025-06-15",
    "audit replay --agency qionghai --case 2025-9999 --as-of 2025-06-15",
    "ledger import missing.jsonl --agency qionghai",
    "calendar load missing.toml --by ops",
    "projections rebuild intake nothing",
    "agency add missing",
    "demo",
    "demo --once --only=xx-99",
    "up --empty --demo",
    "up",
    "nonsense",
    "up --unheard-of",
)


def commands(eyes: Eyes) -> None:
    """Type every command in the stack's folder and keep what it says, and how it ends."""
    for words in _helps():
        _keep(eyes, "commands/help", words)
    for words in TYPED:
        _keep(eyes, f"commands/{words.split()[0]}", words.split())


def _keep(eyes: Eyes, name: str, words: list[str]) -> None:
    said = typed(eyes.stack.folder.root.parent, *words)
    heading = f"lantai {' '.join(words)} → {said.returncode}"
    eyes.keep(name, list(_unframed(said.stderr + said.stdout)), time=heading)


def _unframed(said: str) -> Iterator[str]:
    """The lines without the boxes around them."""
    for line in STYLE.sub("", said).splitlines():
        cells = " ".join(FRAME.sub(" | ", PROCESS.sub("‹process›", line)).split())
        if words := re.sub(r"(?:\| )+(?=\|)", "", cells).strip("| "):
            yield words


def _helps() -> Iterator[list[str]]:
    """The words that ask for each help text, of the program, its groups and its commands."""
    with patch.dict(os.environ):
        yield from _helps_of(get_command(cli.app), [])


def _helps_of(command: Any, words: list[str]) -> Iterator[list[str]]:
    yield [*words, HELP]
    context = typer.Context(command)
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        yield from _helps_of(command.get_command(context, name), [*words, name])
