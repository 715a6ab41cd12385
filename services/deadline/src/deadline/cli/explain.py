"""`lantai deadline explain`: when a reply falls due and why, day by day, without any server.

Exit codes: 0 answered; 2 a year without its holiday notice; 64 wrong arguments. With `--json` standard
output always holds one object: the answer, or `{"error": {"code", "message", …}}`.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from deadline.calendar.package import load_calendar
from shared.policy import PolicyError, Resolved, library_with
from shared.service.cli import MISUSE, Asked, PolicyFolder, parse_date, refuse
from shared.time.dates import chinese_date
from shared.words.explanation import explained
from shared.workdays import Calendar, Pause, Uncovered, count

UNCOVERED = 2

app = typer.Typer(no_args_is_help=True)


class Misuse(Exception):
    """The arguments do not make a question; the text says how to ask it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the dates of one request, its letters, the day of the calendar's knowledge, the folder of packs."""

    agency: str
    received_on: date
    corrected_on: date | None
    working_days: int | None
    extension_working_days: int
    pauses: tuple[Pause, ...]
    calendar_as_of: date | None
    policy_folder: Path | None

    @property
    def day0(self) -> date:
        """The day from which the period runs; a correction starts it again (条例30, C7)."""
        return self.corrected_on or self.received_on


def parse_pause(text: str) -> Pause:
    """Read a consultation from SENT..ARRIVED. Refuses an answer before its letter."""
    sent_text, dots, arrived_text = text.partition("..")
    if not dots:
        raise typer.BadParameter(
            f"“{text}”不是征求意见的起止日期。请写成 2025-06-10..2025-06-25(发出日..收到日)。"
        )
    sent, arrived = parse_date(sent_text), parse_date(arrived_text)
    if arrived < sent:
        raise typer.BadParameter(
            f"意见不可能在征求之前收到：{sent}发出，{arrived}收到。请核对两个日期的先后。"
        )
    return Pause(sent, arrived)


def parse_days(text: str) -> int:
    """Read a number of working days, 0 to 999."""
    if not (text.isascii() and text.isdigit() and len(text) <= len("999")):
        raise typer.BadParameter(f"“{text}”不是工作日数。请写 0 到 999 的整数。")
    return int(text)


@app.callback(help="期限：按工作日计算法定期限，并逐日说明理由。")
def deadline() -> None:
    """Keep `explain` a subcommand: without a callback, Typer drops the name of an only command."""


@app.command(cls=Asked, help="答复期限截止于哪一天、为什么：逐日列出计入和不计入的理由与依据。")
def explain(  # noqa: PLR0913  # a command's parameters are its options
    agency: Annotated[str, typer.Option(help="机关标识，例如 qionghai；national 为国家底线")],
    received: Annotated[
        date, typer.Option(parser=parse_date, metavar="DATE", help="收到申请之日，不计入期限")
    ],
    *,
    days: Annotated[
        int | None, typer.Option(parser=parse_days, metavar="N", help="工作日数，默认按机关规则")
    ] = None,
    pause: Annotated[
        list[Any] | None,
        typer.Option(
            parser=parse_pause, metavar="SENT..ARRIVED", help="征求意见：发出日..收到日，可多次给出"
        ),
    ] = None,
    extend: Annotated[int | None, typer.Option(parser=parse_days, metavar="N", help="延长的工作日数")] = None,
    corrected: Annotated[
        date | None, typer.Option(parser=parse_date, metavar="DATE", help="收到补正之日，期限重新计算")
    ] = None,
    calendar_as_of: Annotated[
        date | None, typer.Option(parser=parse_date, metavar="DATE", help="只用该日已公布的放假通知")
    ] = None,
    policy_folder: PolicyFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Say when the reply to a request falls due and why each day counts or not (条例30–34); writes nothing."""
    pauses = tuple(pause or ())
    question = Question(agency, received, corrected, days, extend or 0, pauses, calendar_as_of, policy_folder)
    try:
        answer = answer_to(question)
    except (Misuse, PolicyError) as error:
        refuse(MISUSE, "bad-argument", str(error), as_json=as_json)
    except Uncovered as error:
        hint = f"(只用了{chinese_date(calendar_as_of)}已公布的放假通知)" if calendar_as_of else ""
        facts = {"first_day": str(error.first_day), "not_before": str(error.not_before)}
        refuse(UNCOVERED, "calendar-uncovered", f"{error}{hint}", as_json=as_json, **facts)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        show(answer)


def answer_to(question: Question) -> dict[str, Any]:
    """Return the explained count with its whole basis. Raises `Misuse`, `PolicyError` (such as an unknown agency), `Uncovered`."""
    day0, library = question.day0, library_with(question.policy_folder)
    period = library.resolve(question.agency, "reply.working_days", on=day0)
    longest = library.resolve(question.agency, "extension.working_days_max", on=day0)
    working_days = period.value if question.working_days is None else question.working_days
    refuse_impossible(question, working_days, longest)
    answer = count(
        calendar_for(question), day0, working_days, question.pauses, question.extension_working_days
    )
    return explained(answer, grounds(question, period))


def refuse_impossible(question: Question, working_days: int, longest: Resolved) -> None:
    """Refuse dates out of order, an empty period and an extension beyond the law (条例30, 33)."""
    received_on = question.received_on
    if working_days < 1:
        raise Misuse("期限至少为1个工作日。请改写 --days，或者不写，由机关规则决定。")
    if question.extension_working_days > longest.value:
        raise Misuse(
            f"延长不得超过{longest.value}个工作日({longest.clause})，不能延长{question.extension_working_days}个工作日。"
            "请改写 --extend。"
        )
    if question.corrected_on is not None and question.corrected_on < received_on:
        raise Misuse(
            f"补正不可能在收到申请({received_on})之前收到({question.corrected_on})。请核对两个日期的先后。"
        )
    for sent, *_ in question.pauses:
        if sent < received_on:
            raise Misuse(f"征求意见不可能在收到申请({received_on})之前发出({sent})。请核对两个日期的先后。")


def calendar_for(question: Question) -> Calendar:
    """Return the calendar as known today, or as known on the requested day (D22)."""
    calendar = load_calendar()
    return calendar if question.calendar_as_of is None else calendar.as_of(question.calendar_as_of)


def grounds(question: Question, period: Resolved) -> list[str]:
    """Return the lines before the rules of counting: why this number of days, from this day, by this calendar."""
    note = f"；{period.note}" if period.note else ""
    rule = f"{period.clause}：期限{period.value}个工作日({period.source}{note})"
    if question.working_days is None:
        lines = [rule]
    else:
        lines = [f"期限{question.working_days}个工作日由 --days 指定。机关规则：{rule}"]
    if question.corrected_on is not None:
        lines.append(
            f"《政府信息公开条例》第三十条：{question.received_on}起算的原期限作废，"
            f"自收到补正之日{question.corrected_on}起重新计算"
        )
    if question.calendar_as_of is not None:
        lines.append(f"只用{question.calendar_as_of}已公布的放假通知")
    return lines


def show(answer: dict[str, Any]) -> None:
    """Print the date, every day in order, then the rules."""
    table = Table("日期", "第几日", "理由", title=f"截止日：{answer['due_on']}(当日24时止)")
    lines = [(day["date"], str(day["n"]), day["why"]) for day in answer["counted"]]
    lines += [(day["date"], "不计", day["why"]) for day in answer["skipped"]]
    for day, n, why in sorted(lines):
        table.add_row(f"{day} 周{'一二三四五六日'[date.fromisoformat(day).weekday()]}", n, why)
    console = Console()
    console.print(table)
    for line in ("依据：", *(f"  {rule}" for rule in answer["basis"])):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
