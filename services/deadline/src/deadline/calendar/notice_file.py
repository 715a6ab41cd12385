"""Notice files (放假通知) of an operator: one notice as TOML in the format of the package's own files, or days as CSV."""

import csv
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, cast

from deadline.calendar.package import read_notice
from shared.workdays import NATIONAL_REGION, Notice, Row, is_region

COLUMNS = ("day", "kind", "holiday", "number", "title", "published_on", "year", "amends")
KINDS = ("off", "work")
REGION = "region"
"""An optional column: the region that issued the notice, empty for the nation."""
WRONG_REGION = "地区“{}”写法不对：全国写 national，地方写 cn- 加行政区划代码，例如 cn-15、cn-1505。"


class UnreadableNotice(Exception):
    """The file is no notice file. The text says where it is wrong and what to do."""


def read_file(path: Path) -> tuple[Row, ...]:
    """Read all days of the notices in a file; each day names its notice by number. Raises `UnreadableNotice`."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise UnreadableNotice(f"读不了文件 {path}：请核对路径，文件应当是 UTF-8 文本。") from problem
    match path.suffix.lower():
        case ".toml":
            return _toml(text)
        case ".csv":
            return _csv(text)
        case _:
            raise UnreadableNotice("放假通知应当是 .toml（一份通知）或者 .csv（逐日各行）文件。")


def _toml(text: str) -> tuple[Row, ...]:
    try:
        rows = tuple(read_notice(tomllib.loads(text)))
    except RecursionError as problem:
        raise UnreadableNotice("这个 .toml 文件嵌套太深，不是一份放假通知。") from problem
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise UnreadableNotice(
            f"这个 .toml 文件不是一份放假通知（{problem}）。写法见程序自带的 calendar/notices 各文件。"
        ) from problem
    if not rows or not rows[0].notice.number:
        raise UnreadableNotice("这份通知没有文号或者没有任何一天。请按通知原文补全。")
    if not is_region(rows[0].notice.region):
        raise UnreadableNotice(WRONG_REGION.format(rows[0].notice.region))
    return rows


def _csv(text: str) -> tuple[Row, ...]:
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableNotice(f"第1行缺少列 {'、'.join(missing)}。应有的列：{'、'.join(COLUMNS)}。")
    rows = tuple(_row(line, record) for line, record in enumerate(reader, 2))
    if not rows:
        raise UnreadableNotice("文件里没有任何一天。请按通知原文补全。")
    return rows


def _row(line: int, record: Mapping[str, str | None]) -> Row:
    fields = {name: (record[name] or "").strip() for name in COLUMNS}
    if fields["kind"] not in KINDS or not fields["number"]:
        raise UnreadableNotice(
            f"第{line}行：kind 应当是 off（放假）或者 work（上班），number 应当是通知文号。"
        )
    region = (record.get(REGION) or "").strip() or NATIONAL_REGION
    if not is_region(region):
        raise UnreadableNotice(f"第{line}行：{WRONG_REGION.format(region)}")
    try:
        notice = Notice(
            number=fields["number"],
            title=fields["title"],
            published_on=date.fromisoformat(fields["published_on"]),
            year=int(fields["year"]),
            amends=fields["amends"],
            region=region,
        )
        kind = cast("Literal['off', 'work']", fields["kind"])
        return Row(date.fromisoformat(fields["day"]), kind, fields["holiday"], notice)
    except ValueError as problem:
        raise UnreadableNotice(
            f"第{line}行：日期应当写成 2027-01-01，year 应当是年份（{problem}）。"
        ) from problem
