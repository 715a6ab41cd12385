"""The words for the days of a count: why each counts or not, and the rules and notices behind the count."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Final

from shared.events.terms import CountedDay, Ground, SkippedDay

DAYS: Final[Mapping[str, str]] = {
    "workday": "工作日",
    "weekend": "周末",
    "make-up-workday": "调休上班",
    "holiday": "{name}放假",
}
NUMBERED: Final = "({ref})"
"""The number of the notice that says so, behind the cause of a day."""
LETTERS: Final[Mapping[str, str]] = {
    "third_party": "征求第三方意见",
    "other_agency": "征求其他机关意见",
}
"""`pause.kinds` of the packs."""
ENDINGS: Final[Mapping[str, str]] = {"answered": "收到意见", "silent": "期满未答复", "": "收到"}
BEGUN_ANEW: Final[Mapping[str, str]] = {"corrected": "收到补正", "reassigned": "重新分办"}
"""What a period begins again with."""
NAMED_MAX: Final = 2
"""Letters named on one day at most; further ones are only counted."""


Day = Callable[[date], str]
"""How a day is written: in ISO form for programs, 2025年3月3日 for people."""


def _begun_anew(it: Ground, day: Day) -> str:
    return (
        f"《政府信息公开条例》第三十条：{_on(it.since, day)}起算的原期限作废，"
        f"自{BEGUN_ANEW[it.code]}之日{_on(it.on, day)}起重新计算"
    )


def _on(on: date | None, day: Day) -> str:
    return day(on) if on else ""


GROUNDS: Final[Mapping[str, Callable[[Ground, Day], str]]] = {
    "period": lambda it, _: f"{it.clause}（{it.source}）：期限{it.working_days}个工作日",
    "corrected": _begun_anew,
    "reassigned": _begun_anew,
    "told": lambda it, day: (
        f"{it.clause}（{it.source}）：{_on(it.on, day)}告知申请人延长{it.working_days}个工作日"
    ),
    "day-zero": lambda _it, _: "《民法典》第二百零一条：开始的当日不计入，自下一日开始计算",
    "pause": lambda _it, _: (
        "《政府信息公开条例》第三十三条第三款：征求意见所需时间不计算在期限内(发出次日起至收到当日止，重叠部分只扣一次)"
    ),
    "extension": lambda it, _: (
        f"《政府信息公开条例》第三十三条第二款：延长{it.working_days}个工作日，接原期限届满之日计算"
    ),
    "notice": lambda it, day: f"{it.ref}《{it.source}》({_on(it.on, day)}公布)",
}


def letter_words(kind: str) -> str:
    """征求第三方意见; 征求意见 for a kind without words of its own."""
    return LETTERS.get(kind, "征求意见")


Named = tuple[str, date, date | None, str]
"""A letter as its words need it: kind, sent, ended, ending."""


def ground_words(ground: Ground, day: Day) -> str:
    """A rule or a notice on which a count rests."""
    return GROUNDS[ground.code](ground, day)


def counted_words(day: CountedDay, *, cited: bool = True) -> str:
    """Why a day counts, by which notice if `cited`; days of an extension say which one they are."""
    said = DAYS[day.cause] + (NUMBERED.format(ref=day.ref) if day.ref and cited else "")
    return f"{said}，延长第{day.extended}日" if day.extended else said


def off_words(day: SkippedDay, *, cited: bool = True) -> str:
    """Why a day is off, by which notice if `cited`."""
    said = DAYS[day.cause].format(name=day.name)
    return said + (NUMBERED.format(ref=day.ref) if day.ref and cited else "")


def letters_of(day: SkippedDay, letters: tuple[Named, ...]) -> tuple[Named, ...]:
    """The letters that a paused day names by their places."""
    return tuple(letters[int(place) - 1] for place in day.ref.split())


@lru_cache(maxsize=256)
def paused_words(letters: tuple[Named, ...]) -> str:
    """The words for a pause by these letters; cached, since the same letters hold many days."""
    return "、".join(dict.fromkeys(letter_words(kind) for kind, *_ in letters)) + "期间不计入"


@lru_cache(maxsize=256)
def which_letters(letters: tuple[Named, ...], day: str) -> str:
    """The letters by their days, written by `day`; only some are named, all are counted."""
    which = "；".join(
        f"{day.format(sent_on)}发出，{day.format(arrived_on)}{ENDINGS[ending]}"
        for _, sent_on, arrived_on, ending in islice(letters, NAMED_MAX)
    )
    return which + (f"；共{len(letters)}件" if len(letters) > NAMED_MAX else "")
