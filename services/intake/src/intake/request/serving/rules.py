"""The rules of service 送达, one small function each."""

from datetime import date
from typing import Final

from shared.command.decider import Invalid
from shared.events.codes import SERVICE_METHODS
from shared.events.terms import ServiceFact
from shared.time.dates import chinese_date

CLAUSE: Final = "国办公开办函〔2016〕235号"


def require_proof_of_service(served: ServiceFact) -> None:
    """送达凭证: the post's number, the 送达回证; on line the system's own record is the proof."""
    if served.method not in SERVICE_METHODS:
        reason = "送达方式不在规定范围内；邮寄只能通过邮政企业。请重新选择。"
        raise Invalid("service-method-unknown", reason, CLAUSE)
    if served.proof is None and served.method != "electronic":
        reason = "请填写送达凭证：邮件号码，或者送达回证由谁签收（本人、代理人）。不要写姓名。"
        raise Invalid("proof-missing", reason, CLAUSE)


def require_service_day(served_on: date, rendered_on: date, today: date, paper: str) -> None:
    """送达 is a fact of the past: not before the paper was made out, not after today (Asia/Shanghai)."""
    if served_on > today:
        raise Invalid("served-in-future", "送达日期不能晚于今天。请在实际送达后登记。", CLAUSE)
    if served_on < rendered_on:
        reason = f"送达日期不能早于{paper}成文日期（{chinese_date(rendered_on)}）。请核对。"
        raise Invalid("served-before-rendered", reason, CLAUSE)
