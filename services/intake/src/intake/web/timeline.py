"""A request's steps in the words of the applicant."""

from datetime import datetime
from typing import Any, Final

from intake.file_view import FileView

WORDS: Final = {
    "received": ("收到申请", "已经登记并出具回执。"),
    "incomplete": ("需要补正", "申请内容还不完整，本机关会与您联系，一次性告知需要补正的内容。"),
    "complete": ("形式审查通过", ""),
    "accepted": ("已经受理", "正在检索、审查和办理。"),
    "replied": ("答复书已经制作", ""),
    "served": ("答复已经送达", "可以在本页下载答复书。"),
}
AHEAD: Final = {
    "received": "登记",
    "complete": "形式审查",
    "accepted": "受理",
    "replied": "办理并制作答复书",
    "served": "送达答复",
}
"""The ordinary way, as what is still to come."""
STATUS: Final = {
    "received": ("已收到，待审查", "info"),
    "incomplete": ("待补正", "warn"),
    "complete": ("审查通过，待受理", "info"),
    "accepted": ("办理中", "info"),
    "replied": ("答复待送达", "warn"),
    "served": ("已答复", "good"),
}
"""Status → words and tone, for citizens and staff alike."""


def timeline_of(view: FileView) -> list[dict[str, Any]]:
    """What happened, then what is still to come."""
    way, reached = list(AHEAD), {step["step"] for step in view.steps}
    last = max((way.index(step) for step in reached if step in AHEAD), default=0)
    done = [_happened(step["step"], step["at"]) for step in view.steps]
    return done + [_ahead(AHEAD[step]) for step in way[last + 1 :]]


def _happened(step: str, at: datetime) -> dict[str, Any]:
    title, body = WORDS[step]
    return {"at": at, "title": title, "body": body, "who": "", "done": True}


def _ahead(title: str) -> dict[str, Any]:
    return {"at": None, "title": title, "body": "", "who": "", "done": False}
