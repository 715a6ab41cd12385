"""The verdict of `lantai audit verify`: an object for programs, a table and sentences for people."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from rich.console import Console
from rich.table import Table

from reporting.audit import Fault, Verification
from reporting.wording import SERVICE_NAMES
from shared.time.clock import SHANGHAI

WITNESSES: Final = {
    "checkpoint": "检查点",
    "receipt": "命令回执",
    "message": "总线消息流",
    "report": "已定稿的年报",
    "fork": "停下的订阅",
    "file": "文件登记",
}
UNHEARD: Final = {"bus": "消息总线（LANTAI_AUDIT_BUS）", "blobs": "文件库（LANTAI_AUDIT_BLOBS）"}
SENTENCES: Final[Mapping[str, Callable[[Fault], str]]] = {
    "cut": lambda at: f"所记事件已超过日志的末尾：第{at.seq}号起的事件不见了（或者该证据是伪造的）",
    "removed": lambda _: "记有这条日志的事件，日志里却一条也没有：整条日志被移走",
    "missing": lambda at: f"所记的第{at.seq}号事件在日志里缺失",
    "rewritten": lambda at: f"所记第{at.seq}号事件的链值与日志不同：第{at.seq}号或者之前的事件被改写",
    "fork": lambda at: f"在第{at.seq}号处认不出日志：此处或者之前的事件被改写或者截去",
    "figures differ": lambda at: (
        f"依据第1至{at.seq}号事件定稿，按现有事件重算却不同：这些事件被改写，或者统计口径变了"
    ),
    "file missing": lambda at: f"第{at.seq}号事件所记的文件在文件库中缺失：{_detail(at)}",
    "file altered": lambda at: f"第{at.seq}号事件所记的文件被改动或者调换：{_detail(at)}",
    "message unreadable": lambda _: "最后一条消息无法辨认：消息是伪造的",
}
"""Code of a contradiction → the words behind the witness's name."""


def as_object(report: Verification, unheard: Sequence[str]) -> dict[str, object]:
    """Return the verdict as JSON; its keys are stable.

    Without a fault: `ok`, `events`, `lanes` and `unheard`, the witnesses that the environment does not name. With
    faults: `first_bad`, `faults` and `unheard`. A fault has `service`, `agency`, `seq`, `what`, `witness` ("" for log and
    ledger), `since` (ISO 8601 or null) and `sentence`.
    """
    if report.faults:
        faults = [_fault(each) for each in report.faults]
        return {"first_bad": faults[0], "faults": faults, "unheard": list(unheard)}
    lanes = [
        {"service": lane.service, "agency": lane.agency, "events": lane.rows, "ledger_lag": lane.lag}
        for lane in report.lanes
    ]
    return {"ok": True, "events": report.rows, "lanes": lanes, "unheard": list(unheard)}


def show(report: Verification, unheard: Sequence[str]) -> None:
    """Print every lane, then the verdict, then each fault in a sentence."""
    table = Table("服务", "机关", "事件", "台账未到", "结论", title="核验结果")
    for lane in report.lanes:
        verdict = "相符" if lane.fault is None else f"第{lane.fault.seq}号：{lane.fault.what}"
        service = f"{lane.service} {SERVICE_NAMES.get(lane.service, '')}"
        table.add_row(service, lane.agency, str(lane.rows), str(lane.lag), verdict)
    console = Console()
    console.print(table)
    for line in _lines(report, unheard):
        console.print(line, markup=False, soft_wrap=True)


def _lines(report: Verification, unheard: Sequence[str]) -> list[str]:
    bad = report.first_bad
    if bad is None:
        verdict = f"全部{report.rows}条事件与台账相符，也没有证据与之矛盾。"
    else:
        place = f"{bad.service}/{bad.agency} 第{bad.seq}号事件（{bad.what}）"
        verdict = f"第一处不符：{place}。请保全现场，并与台账和备份核对。"
    sentences = [sentence(each) for each in report.faults if each.witness]
    missed = "、".join(UNHEARD.get(name, f"{name} 的数据库") for name in unheard)
    return [verdict, *sentences, *([f"没有听取的证据：{missed}。"] if missed else [])]


def sentence(fault: Fault) -> str:
    """Return a fault in words: the lane, the witness or "台账", the number, and the instant from which the lane is in doubt."""
    lane = f"{SERVICE_NAMES.get(fault.service, fault.service)}（{fault.service}）{fault.agency}"
    if not fault.witness:
        return f"{lane}：日志与台账不符，第{fault.seq}号（{fault.what}）。"
    kind, _, by = fault.witness.partition(" ")
    words = SENTENCES[fault.what.partition(":")[0]](fault)
    return f"{lane}：{WITNESSES[kind]} {by} {words}。{_doubted(fault.since)}"


def _doubted(since: datetime | None) -> str:
    return f"自 {since.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}（北京时间）起存疑。" if since else ""


def _detail(fault: Fault) -> str:
    return fault.what.partition(": ")[2]


def _fault(fault: Fault) -> dict[str, object]:
    return {
        "service": fault.service,
        "agency": fault.agency,
        "seq": fault.seq,
        "what": fault.what,
        "witness": fault.witness,
        "since": fault.since.isoformat() if fault.since else None,
        "sentence": sentence(fault),
    }
