"""Whether the play came out as the scenario's hand-written expectations say."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdfium2

from deploy.demo.play import Played, scenario
from shared.policy import Policy


def faults(played: Played) -> list[str]:
    """What is not as expected, in sentences; none is what `lantai demo --once` ends 0 with."""
    told = scenario()
    return [*_status(played, told), *_reply(played, told), *_table(played, told["expected"])]


def _status(played: Played, told: dict[str, Any]) -> Iterator[str]:
    due = told["expected"]["due_on"]
    shown = f"{due.year}年{due.month}月{due.day}日"
    if shown not in played.status.text:
        yield f"进度页没有显示到期日 {shown}"
    if "国办发明电" not in played.status.text:
        yield "进度页没有逐日说明到期日（没有放假通知的文号）"


def _reply(played: Played, told: dict[str, Any]) -> Iterator[str]:
    text = pdf_text(played.reply)
    expected = {
        "申请人": told["applicant"]["name"],
        "文号": "〔2025〕1号",
        "查明的情况": told["reply"]["finding"],
        "法律依据": told["expected"]["article"],
        "救济途径": told["expected"]["redress"],
    }
    for what, words in expected.items():
        if words.replace(" ", "") not in text:
            yield f"答复书里没有{what}：{words}"


def _table(played: Played, expected: dict[str, Any]) -> Iterator[str]:
    rows = played.table["rows"]
    columns = [
        column.id for column in Policy("national", date(expected["year"], 1, 1))["annual.columns"].value
    ]
    column = columns.index(expected["column"])
    for row in ("new_received", expected["row"], "total_processed"):
        if rows[row][column] != 1 or rows[row][-1] != 1:
            yield f"年报表的 {row} 行应为 1，实际为 {rows[row]}"
    for identity in played.table["identities"]:
        if not identity["holds"]:
            yield f"勾稽关系 {identity['id']} 不成立"


def pdf_text(pdf: bytes) -> str:
    """All words of a PDF without blanks, as a search would find them."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    words = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(words.split())
