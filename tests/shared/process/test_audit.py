"""Administrative acts leave a line each: who, what, on what, and how it ended; never a name or a password."""

import getpass
import json

import pytest
import typer
from typer.testing import CliRunner

from shared.process.audit import AUDIT_FILE, audited

pytestmark = pytest.mark.unit

app = typer.Typer()


@app.callback()
def group() -> None:
    """Keep `open` a subcommand."""


@app.command("open")
@audited("account.open", "agency", "login")
def open_(agency: str, login: str, name: str, *, fails: bool = False) -> None:
    typer.echo(f"{agency} {login} {name}")
    if fails:
        raise typer.Exit(1)


def lines(file):
    """The lines of an audit file, without the time."""
    found = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert all(each.pop("timestamp") for each in found)
    return found


def test_command_leaves_a_line(tmp_path):
    """The line names the arguments that it may, and no other; a refused command leaves one, too."""
    file = tmp_path / "audit.log"
    for more in ((), ("--fails",)):
        CliRunner().invoke(
            app, ["open", "qionghai", "qh.li", "李娜", *more], env={AUDIT_FILE: str(file), "SUDO_USER": ""}
        )

    told = {"event": "account.open", "audit": True, "level": "info", "agency": "qionghai", "login": "qh.li"}
    user = getpass.getuser()
    assert lines(file) == [
        {**told, "user": user, "outcome": "done"},
        {**told, "user": user, "outcome": "failed", "error": "Exit"},
    ]


@pytest.mark.parametrize("file", [None, "/no/such/folder/audit.log"])
def test_line_without_a_file_goes_to_standard_error(file):
    """A file that is not named or cannot be written keeps no command from its end."""
    done = CliRunner().invoke(app, ["open", "qionghai", "qh.li", "李娜"], env={AUDIT_FILE: file})

    assert (done.exit_code, done.stdout) == (0, "qionghai qh.li 李娜\n")
    assert json.loads(done.stderr)["outcome"] == "done"
