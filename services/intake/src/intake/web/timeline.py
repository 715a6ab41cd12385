"""A request's steps in the words of the applicant."""

from typing import Any, Final

from intake.file_view import FileView

WORDS: Final = {
    "received": ("收到申请", "已经登记并出具回执。"),
    "incomplete": ("需要补正", "申请内容还不完整，本机关会与您联系，一次性告知需要补正的内容。"),
    "complete": ("形式审查通过", ""),
    "accepted": ("已经受理", "正在检索、审查和办理。"),
    "replied": ("答复书已经制作", "正在送达。"),
    "served": ("答复已经送达", "可以在本页下载答复书。"),
}
AHEAD: Final = ("received", "complete", "accepted", "replied", "served")
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
    done = [_item(step["step"], step["at"]) for step in view.steps]
    reached = {step["step"] for step in view.steps}
    last = max((AHEAD.index(step) for step in reached if step in AHEAD), default=0)
    return done + [_item(step, None) for step in AHEAD[last + 1 :]]


def _item(step: str, at: object) -> dict[str, Any]:
    title, body = WORDS[step]
    return {"at": at, "title": title, "body": body if at else "", "who": "", "done": at is not None}
