"""The shapes of the values in a pack that are more than a number or a word."""

from datetime import time
from typing import Annotated, Literal

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1)]
WorkingDays = Annotated[int, msgspec.Meta(ge=1, le=250)]
RoleId = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{1,30}$")]
ListedCapability = Literal[
    "register",  # 登记来件、形式审查、受理、分办、签发已签批的答复、送达
    "draft",  # 承办股室：保密审查、拟答复意见、征求意见、提请延期
    "read-content",  # 在收件登记簿上查看申请内容（个人信息保护法第六条）；承办股室在办理页面看本股室的
    "view-identity",  # 说明用途后查看申请人身份
    "destroy-key",  # 销毁密钥
    "pin-report",  # 年报定稿
    "oversee",  # 查看监督页面
    "supervise",  # 监督：只查看，可以跨机关，不兼任办理岗位
]
"""Rights of a role in the list of roles. Keys of their own name the roles that sign and that approve an extension."""
ChannelId = Literal["web", "counter", "post", "fax", "telegram", "oral"]
FieldId = Literal[
    "applicant_name",
    "organisation",
    "identity_proof",
    "id_kind",
    "id_number",
    "contact",
    "phone",
    "fax",
    "email",
    "postcode",
    "description",
    "supply_form",
    "purpose",
]
"""The boxes that the application form can show (intake's `INPUTS`); a box of another name would not be shown."""
SeriesId = Literal["reply", "correction", "extension"]
RedressCode = Literal["R1", "R2", "R1R2", "none"]


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the values below: frozen; an unknown field is refused."""


class Item(Shape, frozen=True, kw_only=True):
    """An element of a list that the floor may complete: known by its id, with its own clause."""

    id: Text
    label: Text
    clause: Text
    note: str = ""


class Channel(Item, frozen=True, kw_only=True):
    """申请渠道: a way by which a request may come in; `online` when Lantai's own form receives it."""

    id: ChannelId
    how: str = ""
    online: bool = False


class Field(Item, frozen=True, kw_only=True):
    """申请表栏目: one box of the application form.

    `required`: its absence may lead to 补正. `starred`: the agency's printed form marks it with *.
    `covers`: the id of the floor's field that it satisfies (a phone number covers 联系方式).
    """

    id: FieldId
    required: bool = False
    starred: bool = False
    covers: FieldId | Literal[""] = ""


class Step(Item, frozen=True, kw_only=True):
    """签批环节: one signature; the id is the role that gives it."""

    id: RoleId
    act: Text


class RoleEntry(Item, frozen=True, kw_only=True):
    """岗位: what an account may be given; the chain of signatures and the extension's approver name it by its id."""

    id: RoleId
    capabilities: tuple[ListedCapability, ...] = ()


class Question(Item, frozen=True, kw_only=True):
    """保密审查问题: answered yes, no or unsure before anything leaves the agency."""


class Series(Item, frozen=True, kw_only=True):
    """文号系列: a kind of document with numbers of its own; `suffix` follows the agency's 机关代字."""

    id: SeriesId
    suffix: str = ""


class Span(Shape, frozen=True, kw_only=True):
    """A stretch of office time, local to Asia/Shanghai."""

    opens: time
    closes: time


class Hours(Shape, frozen=True, kw_only=True):
    """受理时间: as printed, and as the program reads it (working days only)."""

    text: Text
    spans: tuple[Span, ...]


class Article(Shape, frozen=True, kw_only=True):
    """依据条款: one of the articles on which an outcome may rest, the document it takes, the evidence it asks for."""

    id: Text
    clause: Text
    label: Text
    document: Text
    requires: tuple[Text, ...] = ()


class Outcome(Shape, frozen=True, kw_only=True):
    """答复类型: what may be answered, its document, its row of the annual table, its redress.

    `requires` names the evidence without which it is refused, whatever the article; `document` is the name of the
    kind, each article has its own; `offered` says whether the program offers it to staff already.
    """

    name: Text
    document: Text
    row: Text
    articles: tuple[Article, ...]
    redress: RedressCode
    requires: tuple[Text, ...] = ()
    offered: bool = False


class Column(Shape, frozen=True, kw_only=True):
    """A column of the annual table: its key and its printed words."""

    id: Text
    label: Text


class Row(Shape, frozen=True, kw_only=True):
    """A row of the annual table: its key and its printed words.

    A row of part three (办理结果) has a `group`, a `line` of it where the group has several, and `brief`, both in words
    without numerals; its `label` is made of them.
    """

    id: Text
    label: str = ""
    group: str = ""
    line: str = ""
    brief: str = ""

    def __post_init__(self) -> None:
        """Write the label of a row of part three as the form does."""
        if self.group:
            msgspec.structs.force_setattr(self, "label", f"三、{self.group} {self.line}".rstrip())


class Kind(Shape, frozen=True, kw_only=True):
    """申请人类别: fixed at receipt; `column` is its column of table three."""

    id: Text
    label: Text
    column: Text
