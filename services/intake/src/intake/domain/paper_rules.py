"""The rules of service 送达, one small function each."""

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from shared.command.decider import Invalid
from shared.words.dates import chinese_date

CLAUSE: Final = "国办公开办函〔2016〕235号"
PROOF_LENGTH_MAX: Final = 100
WORD_LENGTH_MIN: Final = 2
"""A single sign of a name stands in many words."""

SERVICE_METHODS: Final[Mapping[str, str]] = {
    "electronic": "网上送达（本系统下载）",
    "in-person": "当面领取",
    "post": "邮政寄送（以交邮之日为准）",
    "through-agency": "其他行政机关转交",
}
"""The ways of 国办公开办函〔2016〕235号; a courier other than 邮政企业 is none."""


def proof_of(method: str, proof: str) -> str | None:
    """送达凭证: the post's number, the 送达回证; on line the system's own record is the proof."""
    if method not in SERVICE_METHODS:
        reason = "送达方式不在规定范围内；邮寄只能通过邮政企业。请重新选择。"
        raise Invalid("service-method-unknown", reason, CLAUSE)
    given = proof.strip()
    if not given and method != "electronic":
        reason = "请填写送达凭证：邮件号码，或者送达回证由谁签收（本人、代理人）。不要写姓名。"
        raise Invalid("proof-missing", reason, CLAUSE)
    if len(given) > PROOF_LENGTH_MAX or not given.isprintable():
        reason = f"送达凭证最多 {PROOF_LENGTH_MAX} 个字，不能有换行。请改短。"
        raise Invalid("proof-malformed", reason, CLAUSE)
    return given or None


def names_nobody(proof: str, person: Collection[str]) -> None:
    """个人信息保护法第四十七条: a proof stays in clear for ever, so nothing by which the applicant is known stands in it."""
    written = _run_together(proof)
    told = [_run_together(word) for word in person]
    if any(len(word) >= WORD_LENGTH_MIN and word in written for word in told):
        reason = "送达凭证里有申请人的姓名（名称）、证件号码或者联系方式。请删去，写“本人签收”“代理人签收”或者邮件号码。"
        raise Invalid("proof-names-person", reason, "《个人信息保护法》第四十七条")


def _run_together(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def served_within(served_on: date, rendered_on: date, today: date, paper: str) -> None:
    """送达 is a fact of the past: not before the paper was made out, not after today (Asia/Shanghai)."""
    if served_on > today:
        raise Invalid("served-in-future", "送达日期不能晚于今天。请在实际送达后登记。", CLAUSE)
    if served_on < rendered_on:
        reason = f"送达日期不能早于{paper}成文日期（{chinese_date(rendered_on)}）。请核对。"
        raise Invalid("served-before-rendered", reason, CLAUSE)
