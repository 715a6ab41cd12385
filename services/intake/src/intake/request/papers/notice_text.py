"""The words of notices that decide nothing and so carry no redress: 补正告知书, 延期答复告知书."""

from dataclasses import dataclass

from intake.request.papers.answer_text import act_of
from intake.request.papers.asked import LETTERS, Asked
from shared.papers.paper import Letter
from shared.papers.sentences import filled


@dataclass(frozen=True, kw_only=True)
class Wanting:
    """One thing that is wanting: the box of the form, what is wrong with it, the article."""

    label: str
    wrong: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class CorrectionNotice:
    """补正告知书 (条例第三十条): all that is wanting, once; how long and in which ways it may be mended."""

    wanting: tuple[Wanting, ...]
    explanation: str
    respond_working_days: int
    ways: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class ExtensionNotice:
    """延期答复告知书 (条例第三十三条第二款): how much longer, why, with whose consent."""

    reason: str
    working_days: int
    reply_working_days: int
    approver: str
    clause: str


def compose_correction(asked: Asked, notice: CorrectionNotice) -> Letter:
    """The letter: a numbered list of what is wanting, the clerk's own words, the period and what becomes of it."""
    stock = LETTERS.of("correction")
    facts = asked.facts() | {
        "days": str(notice.respond_working_days),
        "ways": notice.ways,
        "basis": act_of(notice.clause),
    }
    listed = (
        filled(
            stock["finding"],
            {"number": str(number), "field": each.label, "wanting": each.wrong, "clause": each.clause},
        )
        for number, each in enumerate(notice.wanting, start=1)
    )
    return Letter(
        title=filled(stock["title"], facts),
        opening=asked.opening(),
        quotation=asked.recalled.quotation,
        course=asked.happened(),
        finding="\n".join((filled(stock["opening"], facts), *listed, notice.explanation.strip())),
        decision=filled(stock["decision"], facts),
    )


def compose_extension(asked: Asked, notice: ExtensionNotice) -> Letter:
    """The letter: the reason, the consent, the working days more."""
    stock = LETTERS.of("extension")
    facts = asked.facts() | {
        "reason": notice.reason.strip().removeprefix("因").rstrip("。"),
        "days": str(notice.working_days),
        "reply_days": str(notice.reply_working_days),
        "approver": notice.approver,
        "basis": act_of(notice.clause),
    }
    return Letter(
        title=filled(stock["title"], facts),
        opening=asked.opening(),
        quotation=asked.recalled.quotation,
        course=asked.happened(),
        finding=filled(stock["facts"], facts),
        decision=filled(stock["decision"], facts),
    )
