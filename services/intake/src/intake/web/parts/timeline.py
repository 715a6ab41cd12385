"""A request's steps in the words of the applicant, and where it stands in one word for everybody."""

from datetime import date
from typing import Any, Final

from sqlalchemy import RowMapping

from intake.request.serving.rules import SERVICE_METHODS
from intake.request_view import RequestView
from shared.events.terms import LetterPause
from shared.time.clock import legal_day
from shared.words.dates import chinese_date
from shared.words.days import letter_words

WORDS: Final = {
    "received": ("收到申请", "已经登记并出具回执。"),
    "incomplete": ("形式审查：需要补正", "申请内容还不完整，本机关将一次性告知需要补正的内容。"),
    "complete": ("形式审查通过", ""),
    "correction-drawn": ("补正告知书已经制作", "文号 {document_number}。"),
    "correction-told": (
        "补正告知书已经送达",
        "{way}。请在 {working_days} 个工作日内补正；答复期限从收到补正之日起重新计算。",
    ),
    "corrected": ("收到补正", "答复期限从这一天重新计算。{arrived}"),
    "corrected-in-time": (
        "收到补正，撤销视为放弃",
        "补正按期收到，登记在后；答复期限从这一天重新计算。{arrived}{voided}",
    ),
    "lapsed": ("逾期没有补正", "补正期限于{due}届满，视为放弃申请，本机关将书面告知。"),
    "accepted": ("已经受理", "正在检索、审查和办理。"),
    "extended": ("答复期限延长", "延长 {working_days} 个工作日，已经书面告知。"),
    "withdrawn": ("申请已经撤回", "本机关将书面告知终止办理。"),
    "replied": ("答复书已经制作", ""),
    "served": ("答复已经送达", "文号 {document_number}，{way}。"),
}
"""Step → heading and sentence; the facts of the step stand in braces."""
AHEAD: Final = {
    "received": "登记",
    "complete": "形式审查",
    "accepted": "受理",
    "replied": "办理并制作答复书",
    "served": "送达答复",
}
"""The ordinary way, as what is still to come."""
CORRECTION: Final = "补正"
UNCORRECTED: Final = frozenset({"incomplete", "correction-drawn", "correction-told"})
"""After these the applicant's correction comes first."""
ENDED: Final = frozenset({"lapsed", "withdrawn"})
"""After these nothing is checked or accepted any more: only the closing reply is to come."""
STATUS: Final = {
    "received": ("已收到，待审查", "info"),
    "incomplete": ("需要补正", "warn"),
    "drawn": ("补正告知书待送达", "warn"),
    "waiting": ("等待补正", "warn"),
    "complete": ("审查通过，待受理", "info"),
    "accepted": ("办理中", "info"),
    "lapsed": ("逾期未补正，待答复", "info"),
    "withdrawn": ("已撤回，待答复", "info"),
    "replied": ("答复待送达", "warn"),
    "served": ("已答复", "good"),
}
"""Status → words and tone, for citizens and staff alike."""


def timeline_of(view: RequestView) -> list[dict[str, Any]]:
    """What happened, with the letters that stopped the clock, then what is still to come."""
    steps = [step["step"] for step in view.steps]
    happened = [
        (legal_day(step["at"]), _happened(step, _words(steps[: n + 1]))) for n, step in enumerate(view.steps)
    ]
    happened += [each for pause in view.pauses for each in _letter(pause)]
    done = [item for _, item in sorted(happened, key=lambda each: each[0])]
    awaited = [CORRECTION] if steps and steps[-1] in UNCORRECTED else []
    return done + [_ahead(title) for title in (*awaited, *(AHEAD[step] for step in _to_come(steps)))]


def _to_come(steps: list[str]) -> list[str]:
    """A corrected request is checked anew; one that has ended is only replied to."""
    way = list(AHEAD)
    latest = max((n for n, step in enumerate(steps) if step == "corrected"), default=0)
    since = steps[latest:]
    if not ENDED.isdisjoint(since):
        way = way[way.index("replied") :]
    else:
        way = way[1 + max(way.index(step) for step in {"received", *since} if step in way) :]
    return [step for step in way if step not in since or step in ("complete", "accepted")]


def _words(steps: list[str]) -> tuple[str, str]:
    """Of the last of `steps`: what came in time is said to have ended the lapse before it."""
    in_time = steps[-1] == "corrected" and "lapsed" in steps
    return WORDS["corrected-in-time" if in_time else steps[-1]]


def _happened(step: RowMapping, words: tuple[str, str]) -> dict[str, Any]:
    title, body = words
    facts = step["facts"]
    shown = facts | {
        "way": SERVICE_METHODS.get(facts.get("method", ""), ""),
        "due": chinese_date(facts["due_on"]) if "due_on" in facts else "",
        "arrived": _arrived(facts["arrived_on"]) if "arrived_on" in facts else "",
        "voided": _voided(facts["voided_number"]) if "voided_number" in facts else "",
    }
    on = f"{chinese_date(step['happened_on'])}，" if _otherwise(step) else ""
    return _item(title, on + body.format_map(shown) if on or body else "", at=step["at"])


def _arrived(on: str) -> str:
    return f"补正材料于{chinese_date(on)}到达本机关，是否按期以到达之日为准。"


def _voided(number: str) -> str:
    return f"此前制作的逾期不补正告知书（{number}）没有送达，作废。"


def _otherwise(step: RowMapping) -> bool:
    """Whether the day in law is another than that of the record: what was handed in or served was noted later."""
    other: bool = step["happened_on"] != legal_day(step["at"])
    return other


def _letter(pause: LetterPause) -> list[tuple[date, dict[str, Any]]]:
    """征求意见: when the letter went out, and when its answer came."""
    words, sent_on, arrived_on = letter_words(pause.kind), pause.sent_on, pause.arrived_on
    found = [(sent_on, _item(words, f"{chinese_date(sent_on)}发函，次日起不计入答复期限。", done=True))]
    if arrived_on is not None:
        said = f"{chinese_date(arrived_on)}收到意见或者期满，接着计算答复期限。"
        found.append((arrived_on, _item(f"{words}结束", said, done=True)))
    return found


def _ahead(title: str) -> dict[str, Any]:
    return _item(title, "", done=False)


def _item(title: str, body: str, *, at: Any = None, done: bool = True) -> dict[str, Any]:
    return {"at": at, "title": title, "body": body, "who": "", "done": done}
