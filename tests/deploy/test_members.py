"""Commands that members bring along, and what is said where there is nothing to command."""

import subprocess
import sys
from importlib.metadata import EntryPoint

from typer.core import TyperGroup

from deploy.commands.members import GROUP, environment_of, load, member_entries
from deploy.place import state
from deploy.place.folder import StackFolder
from deploy.stack.stack import Parts, Stack


def _lantai(place, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "deploy", *arguments], cwd=place, capture_output=True, text=True, check=False
    )


def test_every_service_brings_its_commands():
    """The four services are mounted by their entry points."""
    assert {"intake", "ledger", "review", "deadline", "calendar", "audit", "report"} <= set(member_entries())


def test_single_command_of_a_member_keeps_its_name():
    """A member with one command is a group all the same: `lantai deadline explain`."""
    group = load(EntryPoint("deadline", "deadline.cli.explain:app", GROUP))

    assert isinstance(group, TyperGroup)
    assert "explain" in group.commands


def test_member_that_cannot_be_loaded_says_so(capsys):
    """A broken member ends with 70 and a sentence that names it and the reason, whatever was asked of it."""
    command = load(EntryPoint("broken", "deploy.no_such_module:app", GROUP))

    code = command.main(["any", "--option"], standalone_mode=False)

    assert code == 70
    assert "broken" in (said := capsys.readouterr().err)
    assert "no_such_module" in said


def test_a_stack_tells_each_command_what_its_service_is_told(tmp_path):
    """Whatever a command is called, it acts on the database of the service that brings it: `calendar` on deadline's."""
    stack = Stack(StackFolder.of(tmp_path), state.with_ports(state.choose()), Parts())

    lent = {name: environment_of(entry, stack) for name, entry in member_entries().items()}

    services = {name: its["LANTAI_SERVICE"] for name, its in lent.items()}
    assert services == {
        "intake": "intake",
        "review": "review",
        "deadline": "deadline",
        "calendar": "deadline",
        "ledger": "intake",
        "audit": "reporting",
        "report": "reporting",
    }
    assert all("deadline_app" in lent[name]["LANTAI_DATABASE_APP_DSN"] for name in ("deadline", "calendar"))


def test_commands_without_a_running_stack_say_so(tmp_path):
    """Where no stack runs, `down`, `doctor`, `migrate` and `streams` end with 4 and create nothing."""
    for command in ("down", "doctor", "migrate", "streams"):
        done = _lantai(tmp_path, command)

        assert done.returncode == 4
        assert "lantai up" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_two_openings_at_once_are_refused(tmp_path):
    """`--empty` and `--demo` exclude each other."""
    assert _lantai(tmp_path, "up", "--empty", "--demo").returncode == 2
