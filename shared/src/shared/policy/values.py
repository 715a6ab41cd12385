"""The shapes of the values in a pack that are more than a number or a word."""

from datetime import time
from typing import Annotated, Literal

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1)]
WorkingDays = Annotated[int, msgspec.Meta(ge=1, le=250)]
Role = Literal["clerk", "section", "deputy", "head", "supervisor"]
RedressCode = Literal["R1", "R2", "R1R2", "none"]


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every value below shares: frozen, and a misspelt field is refused."""


class Item(Shape):
    """An element of a list that the floor may complete: known by its id, with its own clause."""

    id: Text
    label: Text
    clause: Text
    note: str = ""


class Channel(Item):
    """申请渠道: a way by which a request may come in; `online` when Lantai's own form receives it."""

    how: str = ""
    online: bool = False


class Field(Item):
    """申请表栏目: one box of the application form.

    `required`: its absence may lead to 补正. `starred`: the agency's printed form marks it with *.
    `covers`: the id of the floor's field that it satisfies (a phone number covers 联系方式).
    """

    required: bool = False
    starred: bool = False
    covers: str = ""


class Step(Item):
    """签批环节: one signature; the id is the role that gives it."""

    id: Role
    act: Text


class Question(Item):
    """保密审查问题: answered yes, no or unsure before anything leaves the agency."""


class Span(Shape):
    """A stretch of office time, local to Asia/Shanghai."""

    opens: time
    closes: time


class Hours(Shape):
    """受理时间: as printed, and as the program reads it (working days only)."""

    text: Text
    spans: tuple[Span, ...]


class Article(Shape):
    """依据条款: one of the articles on which an outcome may rest, with the document it takes."""

    id: Text
    clause: Text
    label: Text
    document: Text


class Outcome(Shape):
    """答复类型: what may be answered, its document, its row of the annual table, its redress.

    `requires` names the evidence without which it is refused; `offered` says whether staff can choose it
    (其他处理 on lapse is decided by the program's clocks, not from a list).
    """

    name: Text
    document: Text
    row: Text
    articles: tuple[Article, ...]
    redress: RedressCode
    requires: tuple[str, ...] = ()
    offered: bool = True


class Row(Shape):
    """A row or a column of the annual table: its key and its printed words."""

    id: Text
    label: Text


class Kind(Shape):
    """申请人类别: fixed at receipt; `column` is its column of table three."""

    id: Text
    label: Text
    column: Text
