"""Table three in its official layout. The page, the workbook and the JSON are built from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from reporting.table.tally import CARRIED_OUT, PROCESSED, Layout, Table
from shared.policy.values import Row

PART = "三、本年度办理结果"
HEAD_COLUMNS = 3
CAPTION = "三、收到和处理政府信息公开申请情况"
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS, ORGANISATIONS = "申请人情况", "法人或其他组织"
"""Headings of the official form (国办公开办函〔2021〕30号)."""

IDENTITY_WORDS = {
    "I1": "第一项加第二项之和，等于第三项总计加第四项之和",
    "I2": "第三项各行之和，等于第三项总计",
    "I3": "每行六类申请人之和，等于该行总计",
}


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of a row heading."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its column."""

    column: str
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row of the official table."""

    key: str
    heads: tuple[HeadCell, ...]
    figures: tuple[Figure, ...]
    is_sum: bool


def lines_of(table: Table, layout: Layout) -> list[TableLine]:
    """Return the rows in the order of the official form."""
    heads = _heads(layout.rows)
    return [
        TableLine(key, heads[key], _figures(figures, layout), key in {PROCESSED, CARRIED_OUT})
        for key, figures in table.rows.items()
    ]


def _figures(values: tuple[int, ...], layout: Layout) -> tuple[Figure, ...]:
    return tuple(
        Figure(column, label, value)
        for (column, label), value in zip(layout.columns.items(), values, strict=True)
    )


def _heads(rows: Mapping[str, Row]) -> dict[str, tuple[HeadCell, ...]]:
    """Return row key → heading cells. A cell that spans several rows stands in the first of them."""
    inner = {key: row for key, row in rows.items() if row.group}
    heads: dict[str, tuple[HeadCell, ...]] = {
        key: (HeadCell(row.label, columns=HEAD_COLUMNS),) for key, row in rows.items() if key not in inner
    }
    part: tuple[HeadCell, ...] = (HeadCell(PART, rows=len(inner)),)
    for group, its_keys in groupby(inner, key=lambda key: inner[key].group):
        keys = list(its_keys)
        lead: tuple[HeadCell, ...] = (HeadCell(group, rows=len(keys)),)
        for key in keys:
            line = inner[key].line
            own = (*lead, HeadCell(line)) if line else (HeadCell(group, columns=2),)
            heads[key] = (*part, *own)
            part = lead = ()
    return heads


def as_json(agency: str, table: Table, positions: Mapping[str, int]) -> dict[str, object]:
    """Return the table as JSON for programs. Its keys are stable."""
    checks = [
        {"id": found.id, "holds": found.holds, "left": found.left, "right": found.right}
        for found in table.identities
    ]
    return {
        "agency": agency,
        "year": table.year,
        "rows": {key: list(figures) for key, figures in table.rows.items()},
        "identities": checks,
        "positions": dict(positions),
        "table_sha256": table.sha256,
    }


def has_figure(layout: Layout, row: str, column: str) -> bool:
    """Return whether the table has this row and column."""
    return row in layout.rows and column in layout.columns
