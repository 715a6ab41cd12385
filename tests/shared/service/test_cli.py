"""What every service's commands do with a question that cannot be asked so."""

import json
from datetime import date
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from shared.service.cli import MISUSE, Asked, own_settings, parse_date, refuse

app = typer.Typer()


@app.command(cls=Asked)
def ask(
    on: Annotated[date, typer.Option(parser=parse_date)],
    *,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Refuse whatever was asked."""
    refuse(3, "nobody-there", f"{on:%Y-%m-%d}没有人在。", as_json=as_json, first_day="2025-03-04")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "缺少参数 --on"),
        (["--on", "2025-02-30"], "不是日期"),
        (["--on", "20250303"], "不是日期"),
        (["--on", "9999-01-01"], "不是日期"),
        (["--on", "2025-03-03", "--unheard-of"], "参数 --unheard-of 不认识"),
        (["--on"], "后面缺少内容"),
        (["--on", "2025-03-03", "more"], "多余的内容"),
    ],
)
def test_a_misspelt_question_is_a_sentence_and_an_object(args, says):
    """The library's own English and its code 2 never show."""
    plain, for_programs = CliRunner().invoke(app, args), CliRunner().invoke(app, [*args, "--json"])

    assert (plain.exit_code, for_programs.exit_code) == (MISUSE, MISUSE)
    assert plain.stdout == ""
    assert says in plain.stderr
    assert json.loads(for_programs.stdout)["error"]["code"] == "bad-argument"


def test_a_refusal_keeps_its_code_and_facts():
    """A command names its own exit code, its own code, and what a program may need."""
    result = CliRunner().invoke(app, ["--on", "2025-03-03", "--json"])

    assert result.exit_code == 3
    assert json.loads(result.stdout)["error"] == {
        "code": "nobody-there",
        "message": "2025-03-03没有人在。",
        "first_day": "2025-03-04",
    }


def test_a_service_that_was_told_nothing_names_what_is_wanting(capsys):
    """Neither a traceback nor the library's words: the variables, and where to run the command."""
    with pytest.raises(typer.Exit) as ended:
        own_settings()

    said = capsys.readouterr().err
    assert ended.value.exit_code == MISUSE
    assert "LANTAI_DATABASE_APP_DSN" in said
    assert "Field required" not in said
