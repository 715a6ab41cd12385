"""How a count is said: why each day counts or not, and on what the count rests. Dates inside sentences stay in ISO form."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, Final, Protocol

from shared.events.terms import CountedDay, Ground, SkippedDay

DAYS: Final[Mapping[str, str]] = {
    "workday": "工作日",
    "weekend": "周末",
    "make-up-workday": "调休上班({ref})",
    "holiday": "{name}放假({ref})",
}
LETTERS: Final[Mapping[str, str]] = {
    "third_party": "征求第三方意见",
    "other_agency": "征求其他机关意见",
}
"""`pause.kinds` of the packs."""
ENDINGS: Final[Mapping[str, str]] = {"answered": "收到意见", "silent": "期满未答复", "": "收到"}
BEGUN_ANEW: Final[Mapping[str, str]] = {"corrected": "收到补正", "reassigned": "重新分办"}
"""What a period begins again with."""
NAMED_MAX: Final = 2
"""So many letters are named on a day; more are only numbered, so that a reason stays readable."""


def _begun_anew(ground: Ground) -> str:
    return (
        f"《政府信息公开条例》第三十条：{ground.since}起算的原期限作废，"
        f"自{BEGUN_ANEW[ground.code]}之日{ground.on}起重新计算"
    )


GROUNDS: Final[Mapping[str, Callable[[Ground], str]]] = {
    "period": lambda it: f"{it.clause}（{it.source}）：期限{it.working_days}个工作日",
    "corrected": _begun_anew,
    "reassigned": _begun_anew,
    "told": lambda it: f"{it.clause}（{it.source}）：{it.on}告知申请人延长{it.working_days}个工作日",
    "day-zero": lambda _: "《民法典》第二百零一条：开始的当日不计入，自下一日开始计算",
    "pause": lambda _: (
        "《政府信息公开条例》第三十三条第三款：征求意见所需时间不计算在期限内(发出次日起至收到当日止，重叠部分只扣一次)"
    ),
    "extension": lambda it: (
        f"《政府信息公开条例》第三十三条第二款：延长{it.working_days}个工作日，接原期限届满之日计算"
    ),
    "notice": lambda it: f"{it.ref}《{it.source}》({it.on}公布)",
}


class Letter(Protocol):
    """A letter that holds a period."""

    @property
    def sent_on(self) -> date:
        """The day it went out."""
        ...

    @property
    def arrived_on(self) -> date | None:
        """The day its time ended."""
        ...

    @property
    def kind(self) -> str:
        """Whom it asks."""
        ...

    @property
    def ending(self) -> str:
        """How it ended."""
        ...


class Counted(Protocol):
    """What can be explained: a `Count`, or deadline's `DueDateSet`."""

    @property
    def due_on(self) -> date | None:
        """The day on which the period ends."""
        ...

    @property
    def counted(self) -> Sequence[CountedDay]:
        """Days that count."""
        ...

    @property
    def skipped(self) -> Sequence[SkippedDay]:
        """Days that do not."""
        ...

    @property
    def pauses(self) -> Sequence[Letter]:
        """The letters that skipped days name by their place."""
        ...

    @property
    def grounds(self) -> Sequence[Ground]:
        """The rules and notices on which the count rests."""
        ...


def letter_words(kind: str) -> str:
    """征求第三方意见, or plainly 征求意见 for a kind of another pack."""
    return LETTERS.get(kind, "征求意见")


def ground_words(ground: Ground) -> str:
    """A rule or a notice on which a count rests."""
    return GROUNDS[ground.code](ground)


def explained(count: Counted | None, before: Iterable[str] = ()) -> dict[str, Any]:
    """The explanation as plain JSON, dates in ISO: what `lantai deadline explain --json` prints. None: not counted yet.

    `before` are lines that precede the count's own grounds.
    """
    if count is None:
        return {"due_on": None, "counted": [], "skipped": [], "basis": []}
    letters = tuple((each.kind, each.sent_on, each.arrived_on, each.ending) for each in count.pauses)
    return {
        "due_on": count.due_on.isoformat() if count.due_on else None,
        "counted": [
            {"date": day.date.isoformat(), "n": day.n, "why": _counted(day)} for day in count.counted
        ],
        "skipped": [{"date": day.date.isoformat(), "why": _skipped(day, letters)} for day in count.skipped],
        "basis": [*before, *map(ground_words, count.grounds)],
    }


Named = tuple[str, date, date | None, str]
"""A letter as its words need it: kind, sent, ended, ending."""


def _counted(day: CountedDay) -> str:
    """Days of an extension say which one they are."""
    said = DAYS[day.cause].format(ref=day.ref)
    return f"{said}，延长第{day.extended}日" if day.extended else said


def _skipped(day: SkippedDay, letters: tuple[Named, ...]) -> str:
    if day.cause == "paused":
        return _paused(tuple(letters[int(place) - 1] for place in day.ref.split()))
    return DAYS[day.cause].format(ref=day.ref, name=day.name)


@lru_cache(maxsize=256)
def _paused(letters: tuple[Named, ...]) -> str:
    """The same letters hold many days: they are worded once."""
    names = "、".join(dict.fromkeys(letter_words(kind) for kind, *_ in letters))
    which = "；".join(
        f"{sent_on:%m-%d}发出，{arrived_on:%m-%d}{ENDINGS[ending]}"
        for _, sent_on, arrived_on, ending in islice(letters, NAMED_MAX)
    )
    more = f"；共{len(letters)}件" if len(letters) > NAMED_MAX else ""
    return f"{names}期间不计入({which}{more})"
