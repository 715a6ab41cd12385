"""The boxes in which evidence is written, one set for each kind, and the lines that the letter prints of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from review.domain.outcome_rules import IN_WORDS, MISSING
from shared.events.substance import Proof
from shared.web.forms.form_reader import FormReader
from shared.web.forms.text_rules import parse_date
from shared.words.dates import chinese_date

Shape = Literal["line", "text", "date", "number"]
LENGTH_MAX = 500

TITLES: Mapping[str, str] = {
    "search-record": "检索记录",
    "earlier-case": "原答复",
    "redaction-record": "区分处理记录",
    "responsible-agency": "负责公开的机关",
    "correction-notice": "补正告知书",
    "closing-record": "终止办理的原因",
    "third-party-record": "征求第三方意见的情况",
    "other-channel": "应当走的渠道",
    "reason-request": "说明理由告知书",
    "fee-notice": "收费通知书",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One box: `shape` number is the 文号 of another paper, which stays in clear."""

    name: str
    label: str
    hint: str
    shape: Shape = "line"


BOXES: Mapping[str, tuple[Box, ...]] = {
    "search-record": (
        Box(
            "search_where",
            "检索范围",
            "查了哪些系统、档案和股室，如“本局档案室、统计数据库、农村股”。",
            "text",
        ),
        Box("search_words", "检索关键词", "用哪些词查的，如“各镇 人均可支配收入”。"),
        Box("search_by", "检索人员", "谁查的，如“农村股吴丽”。"),
        Box("search_on", "检索日期", "哪一天查的。", "date"),
    ),
    "earlier-case": (
        Box("earlier_number", "原答复文号", "如“琼统公开〔2025〕3号”。", "number"),
        Box("earlier_on", "原答复日期", "", "date"),
        Box("earlier_same", "说明", "为什么是同一申请人就相同信息再次申请。", "text"),
    ),
    "redaction-record": (
        Box("redacted_parts", "不予公开的部分", "哪些内容不公开，如“第3页被调查户姓名、地址”。", "text"),
        Box("redacted_why", "理由和依据", "每一部分为什么不公开，依据哪一条。", "text"),
    ),
    "responsible-agency": (
        Box("responsible_name", "负责机关", "能够确定的，写名称；不能确定的，写政府信息公开工作主管部门。"),
        Box("responsible_contact", "联系方式", "电话、地址或者网址。"),
    ),
    "correction-notice": (
        Box("notice_number", "补正告知书文号", "如“琼统公开补〔2025〕1号”。", "number"),
        Box("notice_served_on", "送达日期", "", "date"),
        Box("notice_due_on", "补正期限届满日", "", "date"),
    ),
    "closing-record": (
        Box("closing_why", "终止原因", "如“申请人书面撤回申请”。", "text"),
        Box("closing_on", "日期", "撤回的日期。", "date"),
    ),
}


def boxes_of(kind: str) -> tuple[Box, ...]:
    """The boxes of a kind; one that has none of its own is written in one."""
    return BOXES.get(kind) or (Box(f"{kind}_text".replace("-", "_"), TITLES[kind], MISSING[kind], "text"),)


@dataclass(frozen=True, slots=True)
class Part:
    """One set of boxes with its heading."""

    title: str
    boxes: Sequence[Box]


def parts_of(required: Sequence[str]) -> Sequence[Part]:
    """The sets that an outcome and its article ask for."""
    return [Part(TITLES[kind], boxes_of(kind)) for kind in required if kind not in IN_WORDS]


def read_evidence(form: FormReader, required: Sequence[str]) -> tuple[Proof, ...]:
    """What was written, kind by kind; a kind of which nothing was written is left to the decider to refuse."""
    kinds = [kind for kind in required if kind not in IN_WORDS]
    return tuple(_proof(form, kind) for kind in kinds if _begun(form, kind))


def _begun(form: FormReader, kind: str) -> bool:
    return any(form.value(box.name).strip() for box in boxes_of(kind))


def _proof(form: FormReader, kind: str) -> Proof:
    reference, lines = None, []
    for box in boxes_of(kind):
        value = _value(form, box)
        if box.shape == "number":
            reference = value
        else:
            lines.append(f"{box.label}{COLON}{value}")
    return Proof(kind=kind, text="\n".join(lines), reference=reference)


COLON: Final = "："


def _value(form: FormReader, box: Box) -> str:
    if box.shape == "date":
        day = form.date(box.name, box.label)
        return chinese_date(day) if day else ""
    return form.text(box.name, box.label, max_length=60 if box.shape == "number" else LENGTH_MAX)


def written_again(proofs: Sequence[Proof]) -> dict[str, str]:
    """The boxes as they were filled in, for a draft that came back."""
    filled: dict[str, str] = {}
    for proof in proofs:
        lines = dict(line.split(COLON, 1) for line in proof.text.split("\n") if COLON in line)
        for box in boxes_of(proof.kind):
            typed = (proof.reference or "") if box.shape == "number" else lines.get(box.label, "")
            day = parse_date(typed) if box.shape == "date" else None
            filled[box.name] = day.isoformat() if day else typed
    return filled


def box_of(code: str) -> str:
    """The box beside which a refusal is shown, "" for the whole form."""
    kind = code.removesuffix("-missing").removesuffix("-number")
    if kind not in TITLES:
        return _OTHER_BOXES.get(code, "")
    boxes = boxes_of(kind)
    numbered = (box.name for box in boxes if box.shape == "number")
    return next(numbered, boxes[0].name) if code.endswith("-number") else boxes[0].name


_OTHER_BOXES = {
    "materials-missing": "materials",
    "materials-too-many": "materials",
    "forbidding-law-missing": "finding",
    "extension-days": "extension_days",
    "extension-too-late": "extension_days",
}
