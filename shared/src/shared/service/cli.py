"""Error reports of a service's commands: a Chinese sentence, an exit code, and with `--json` an object.

Wrong arguments end with MISUSE in every command, whether the library or the command found them. With
`--json` standard output always holds one object: the answer, or `{"error": {"code", "message", …}}`.
Commands that read projections end with BEHIND where these do not yet show what the logs hold.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from typer.core import TyperCommand

from shared.policy import FOLDER_VARIABLE
from shared.process.settings import Settings
from shared.service.commands import WAIT_SECONDS, Lag

MISUSE = 64
"""Exit code: wrong arguments (sysexits.h, EX_USAGE)."""

BEHIND = 75
"""Exit code: the projections do not show all events yet; try again later (sysexits.h, EX_TEMPFAIL)."""

LAST_YEAR = 2999
"""A later year is a typing error, and counting would pass the last date of `datetime.date`."""

SEE_HELP = "用 --help 查看每个参数的写法。"

PolicyFolder = Annotated[
    Path | None, typer.Option(envvar=FOLDER_VARIABLE, metavar="FOLDER", help="本部署自己的规则包目录")
]
"""The option with the folder of packs, the same as of the deployment's services."""


class Asked(TyperCommand):
    """A command that ends with MISUSE on unknown arguments too (the library's own exit code is 2)."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> Any:
        """Parse the arguments; `--json` is looked up in them, since a refused parse yields no options."""
        as_json = "--json" in args
        try:
            return super().make_context(info_name, args, *rest, **extra)
        except typer.TyperException as error:
            refuse(MISUSE, "bad-argument", sentence(error), as_json=as_json)


def refuse(exit_code: int, code: str, message: str, *, as_json: bool = False, **facts: str) -> NoReturn:
    """Print the error on standard error, with `--json` also as an object on standard output, and end with `exit_code`."""
    typer.echo(message, err=True)
    if as_json:
        typer.echo(json.dumps({"error": {"code": code, "message": message, **facts}}, ensure_ascii=False))
    raise typer.Exit(exit_code)


def refuse_if_behind(lags: Sequence[Lag], *, as_json: bool = False) -> None:
    """Refuse with BEHIND if `wait_for_projections` found something missing: an answer would leave it out."""
    if lags:
        message = (
            f"有已记录的事件还没有计入，等了 {WAIT_SECONDS:.0f} 秒，没有给出结果：{words_of(lags)}。"
            "请稍后再试；一直如此的，请用 lantai doctor 查看哪里停住了。"
        )
        refuse(BEHIND, "behind", message, as_json=as_json)


def words_of(lags: Sequence[Lag]) -> str:
    """The missing events in words, lane by lane."""
    return "、".join(f"{lag.projection} 还差 {lag.service}/{lag.agency} 的 {lag.events} 个" for lag in lags)


def own_settings(*, as_json: bool = False) -> Settings:
    """The settings of the command's service from the environment; refused if a required one is missing."""
    try:
        return Settings()
    except ValidationError as error:
        wanting = "、".join(f"LANTAI_{part}".upper() for each in error.errors() for part in each["loc"])
        message = f"没有这个服务的设置：请在运行着本地系统的文件夹里运行，或者用环境变量给出 {wanting}。"
        refuse(MISUSE, "no-settings", message, as_json=as_json)


def parse_date(text: str) -> date:
    """Parse a day written as 2025-03-03, in no other form; the `parser` of an option."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or day.year > LAST_YEAR:
        raise typer.BadParameter(f"“{text}”不是日期。请写成 2025-03-03 这样的年-月-日。")
    return day


def sentence(error: typer.TyperException) -> str:
    """The Chinese sentence for a usage error. Our parsers' messages are kept; of the library's only the argument's name.

    "" where the library has just printed the help.
    """
    match error:
        case typer.BadParameter(message="", param=missing) if missing is not None:
            return f"缺少参数 {_name(missing)}。{SEE_HELP}"
        case typer.BadParameter(message=message, param=wrong) if wrong is not None and message.isascii():
            return f"参数 {_name(wrong)} 的内容不能用，请核对。{SEE_HELP}"
        case typer.BadParameter(message=message):
            return message
        case _ if not str(error):
            return ""
        case _:
            option = getattr(error, "option_name", "")  # the library's classes for these are private
            culprit = f"参数 {option} 不认识，或者后面缺少内容" if option else "命令写错了，或者有多余的内容"
            return f"{culprit}。{SEE_HELP}"


def _name(param: Any) -> str:
    """A parameter as it is typed: an option by its longest spelling, an argument in capitals."""
    option: str = max(param.opts, key=len)
    return option if option.startswith("-") else (param.name or "").upper()
