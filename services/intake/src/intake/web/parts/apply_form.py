"""The application form: the inputs of each policy field, and how they are read.

The policy says which fields there are, which are required and why; this module says how each field is typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from intake.request.application import DELIVERIES, SUPPLY_FORMS, Application
from intake.request.from_policy import ON_PAPER
from shared.policy.values import Field, Kind
from shared.web.forms.form_reader import FormReader

Kinds = Literal["text", "area", "phone", "email", "select", "radio"]
RESIDENT_CARD: Final = "居民身份证"
CREDIT_CODE: Final = "统一社会信用代码证书"
IDENTITY_KINDS: Final = (
    RESIDENT_CARD,
    "护照",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    CREDIT_CODE,
    "其他有效证件",
)


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its name in the form and in `Application`, and its kind. `label` "" takes the policy's label."""

    name: str
    kind: Kinds = "text"
    label: str = ""
    hint: str = ""
    autocomplete: str = ""
    options: tuple[tuple[str, str, str], ...] = field(default=())
    max_length: int = 200

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The options without their hints, for a select."""
        return tuple((value, label) for value, label, _ in self.options)


def _options(words: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple((value, label, "") for value, label in words.items())


_NUMBER: Final = Input("identity_number", label="证件号码", hint="只用于核对身份，加密保存。")
_IDENTITY_KIND: Final = Input(
    "identity_kind",
    "select",
    "证件名称",
    options=tuple((kind, kind, "") for kind in IDENTITY_KINDS),
)
_PHONE: Final = Input("phone", "phone", "联系电话", "手机号或者带区号的座机号。", "tel")
_EMAIL: Final = Input("email", "email", "电子邮箱", autocomplete="email")

INPUTS: Final[dict[str, tuple[Input, ...]]] = {
    "applicant_name": (
        Input("name", autocomplete="name", hint="自然人填写姓名；法人或者其他组织填写名称。"),
    ),
    "organisation": (Input("organisation", autocomplete="organization"),),
    "identity_proof": (_IDENTITY_KIND, _NUMBER),
    "id_kind": (_IDENTITY_KIND,),
    "id_number": (_NUMBER,),
    "contact": (
        replace(_PHONE, hint="电话、邮箱、地址至少填写一项。座机请带区号。"),
        _EMAIL,
        Input("address", "text", "通信地址", "需要邮寄答复的，请填写。", "street-address"),
    ),
    "phone": (_PHONE,),
    "fax": (Input("fax", "phone"),),
    "email": (_EMAIL,),
    "postcode": (Input("postcode", autocomplete="postal-code"),),
    "description": (
        Input(
            "content",
            "area",
            "想要的信息",
            "写明想要的信息的名称、文号，或者时间、内容等便于查找的特征。一事一申请。",
            max_length=2000,
        ),
        Input("hints", "area", "其他提示", "标题、发布时间、文号等，知道多少写多少。", max_length=500),
    ),
    "supply_form": (
        Input("supply_form", "radio", "希望得到的形式", options=_options(SUPPLY_FORMS)),
        Input("delivery", "radio", "希望取得的方式", options=_options(DELIVERIES)),
    ),
    "purpose": (Input("purpose", "area", max_length=500),),
}

CHECKED: Final = frozenset({"phone", "email"})
"""Kinds of input whose format is checked when the applicant types it."""

NUMBERED: Final = {RESIDENT_CARD: FormReader.id_number, CREDIT_CODE: FormReader.credit_code}
"""Kinds of identity paper whose number has a check digit. Numbers of other papers are not checked."""

OPTIONAL_INPUTS: Final = frozenset({"hints", "phone", "email", "address"})
"""Inputs of a required field that may stay empty: one means of contact is enough."""


@dataclass(frozen=True, slots=True)
class Row:
    """An input as the page shows it."""

    input: Input
    label: str
    required: bool
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """A policy field with its inputs; `title` is its heading if there are several."""

    field: Field
    title: str
    rows: tuple[Row, ...]


def groups_of(fields: Sequence[Field], *, on_paper: bool = False) -> tuple[Group, ...]:
    """The form of an agency, in the order of `INPUTS`: applicant, contact, description, form of supply.

    `on_paper`: the form for the clerk who registers a paper. Only the fields of `ON_PAPER` are required, and numbers
    are not checked: a mistake in them is a matter of 补正 and no ground to refuse registration.
    """
    order = list(INPUTS)
    known = [each for each in fields if each.id in INPUTS]
    found = (_group(each) for each in sorted(known, key=lambda each: order.index(each.id)))
    return tuple(map(_as_written, found)) if on_paper else tuple(found)


def _as_written(group: Group) -> Group:
    needed = group.field.id in ON_PAPER
    rows = tuple(
        replace(
            row,
            input=replace(row.input, kind="text" if row.input.kind in CHECKED else row.input.kind, hint=""),
            required=needed and row.input.name not in OPTIONAL_INPUTS,
            reason="",
        )
        for row in group.rows
    )
    return replace(group, rows=rows)


def _group(policy_field: Field) -> Group:
    inputs = INPUTS[policy_field.id]
    alone = len(inputs) == 1
    rows = tuple(
        Row(
            each,
            each.label or policy_field.label,
            policy_field.required and (alone or each.name not in OPTIONAL_INPUTS),
            f"依据：{policy_field.clause}" if alone else "",
            policy_field.note if alone else "",
        )
        for each in inputs
    )
    return Group(policy_field, "" if alone else policy_field.label, rows)


def read_application(
    form: FormReader, groups: Sequence[Group], kinds: Sequence[Kind], *, on_paper: bool = False
) -> Application:
    """Read the application. The caller must check `form.errors` before using it."""
    kind = form.choice("applicant_kind", "申请人类别", [each.id for each in kinds])
    proof = "" if on_paper else form.value("identity_kind")
    typed = {row.input.name: _read(form, row, proof) for group in groups for row in group.rows}
    asks_contact = any(group.field.id == "contact" for group in groups) and not on_paper
    if asks_contact and not (typed["phone"] or typed["email"] or typed["address"]):
        form.fail("phone", "contact-missing", "电话、邮箱、地址请至少填写一项，以便与您联系和送达答复。")
    return Application(applicant_kind=kind, **typed)


def _read(form: FormReader, row: Row, proof: str) -> str:
    each, needed = row.input, row.required
    match each.kind:
        case "phone":
            return form.phone(each.name, row.label, required=needed)
        case "email":
            return form.email(each.name, row.label, required=needed)
        case "area":
            return form.multiline(each.name, row.label, required=needed, max_length=each.max_length)
        case "select" | "radio":
            return form.choice(each.name, row.label, [value for value, _, _ in each.options], required=needed)
        case "text" if each.name == "identity_number" and proof in NUMBERED:
            return NUMBERED[proof](form, each.name, row.label, required=needed)
        case "text":
            return form.text(each.name, row.label, required=needed, max_length=each.max_length)


def answers(form: FormReader, groups: Sequence[Group], kinds: Sequence[Kind]) -> list[tuple[str, str, str]]:
    """The rows of the page to check the answers: label, text, no link.

    `kinds` given: the applicant's class is the first row. The rows have no links because buttons lead back: nothing
    is stored between the steps.
    """
    named = {kind.id: kind.label for kind in kinds}
    rows = [("申请人类别", named.get(form.value("applicant_kind"), ""), "")] if kinds else []
    for group in groups:
        for row in group.rows:
            typed = form.value(row.input.name)
            shown = next((label for value, label, _ in row.input.options if value == typed), typed)
            rows.append((row.label, shown or "（未填写）", ""))
    return rows


def input_names(groups: Sequence[Group]) -> tuple[str, ...]:
    """The names that each step carries on to the next as hidden inputs."""
    return ("applicant_kind", *(row.input.name for group in groups for row in group.rows))
