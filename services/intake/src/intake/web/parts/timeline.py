"""The timeline of a request in words for the applicant, and the status in one word for everybody."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import RowMapping

from intake.request_view import RequestView
from shared.events.terms import LetterPause
from shared.time.clock import legal_day
from shared.time.dates import chinese_date
from shared.words.catalogue import EventText, codes, event_words
from shared.words.days import letter_words

STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "received": ("request-received", "public"),
    "incomplete": ("formal-check-completed", "public-incomplete"),
    "complete": ("formal-check-completed", "public"),
    "correction-drawn": ("correction-requested", "public"),
    "correction-served": ("correction-notice-dispatched", "public"),
    "corrected": ("request-corrected", "public"),
    "corrected-in-time": ("request-corrected", "public-in-time"),
    "lapsed": ("correction-lapsed", "public"),
    "accepted": ("request-accepted", "public"),
    "extended": ("extension-notice-dispatched", "public"),
    "withdrawn": ("request-withdrawn", "public"),
    "replied": ("reply-rendered", "public"),
    "served": ("reply-dispatched", "public"),
}
"""Step → its event type, and the audience of the word catalogue that describes it."""
AHEAD_AUDIENCE: Final = "public-ahead"
USUAL_STEPS: Final = ("received", "complete", "accepted", "replied", "served")
"""The steps of a request without complications, in order."""
UNCORRECTED: Final = frozenset({"incomplete", "correction-drawn", "correction-served"})
"""After these steps the next one is the applicant's correction."""
ENDED: Final = frozenset({"lapsed", "withdrawn"})
"""After these steps the request is neither checked nor accepted; only the closing reply is still to come."""
TONES: Final = {
    "received": "info",
    "incomplete": "warn",
    "correction-drawn": "warn",
    "awaiting-correction": "warn",
    "complete": "info",
    "accepted": "info",
    "lapsed": "info",
    "withdrawn": "info",
    "replied": "warn",
    "served": "good",
}
STATUS: Final = {status: (codes("status", "public")[status], tone) for status, tone in TONES.items()}
"""Status → words and tone, the same for applicants and staff."""


def timeline_of(view: RequestView) -> list[dict[str, Any]]:
    """The past steps, with the letters that stopped the clock, then the steps still to come."""
    steps = [step["step"] for step in view.steps]
    happened = [(legal_day(step["at"]), _happened(step, steps[: n + 1])) for n, step in enumerate(view.steps)]
    happened += [each for pause in view.pauses for each in _letter(pause)]
    done = [item for _, item in sorted(happened, key=lambda each: each[0])]
    awaited = ["corrected"] if steps and steps[-1] in UNCORRECTED else []
    return done + [_ahead(step) for step in (*awaited, *_to_come(steps))]


def _to_come(steps: list[str]) -> list[str]:
    """The steps still to come. A corrected request is checked again; a lapsed or withdrawn one only gets a reply."""
    way = list(USUAL_STEPS)
    latest = max((n for n, step in enumerate(steps) if step == "corrected"), default=0)
    since = steps[latest:]
    if not ENDED.isdisjoint(since):
        way = way[way.index("replied") :]
    else:
        way = way[1 + max(way.index(step) for step in {"received", *since} if step in way) :]
    return [step for step in way if step not in since or step in ("complete", "accepted")]


def _happened(step: RowMapping, so_far: list[str]) -> dict[str, Any]:
    """The item of the last step in `so_far`. A correction after a lapse came in time and is worded so."""
    in_time = so_far[-1] == "corrected" and "lapsed" in so_far
    words = _words("corrected-in-time" if in_time else so_far[-1], step["facts"])
    on = f"{chinese_date(step['happened_on'])}，" if _recorded_later(step) else ""
    return _item(words.title, on + words.sentence, at=step["at"])


def _words(step: str, facts: Mapping[str, Any]) -> EventText:
    days = {name: chinese_date(day) for name, day in facts.items() if name.endswith("_on")}
    method = codes("method", "public").get(facts.get("method", ""), "")
    return event_words(*STEPS[step]).tell({**facts, **days, "method": method}, facts)


def _recorded_later(step: RowMapping) -> bool:
    """Whether the day in law differs from the day of recording, since the step was recorded later."""
    other: bool = step["happened_on"] != legal_day(step["at"])
    return other


def _letter(pause: LetterPause) -> list[tuple[date, dict[str, Any]]]:
    """征求意见: the items for the dispatch of the letter and for the arrival of its answer."""
    moments = {"consultation-dispatched": pause.sent_on, "consultation-answered": pause.arrived_on}
    found = []
    for event, on in moments.items():
        if on is not None:
            shown = {"letter": letter_words(pause.kind), "on": chinese_date(on)}
            words = event_words(event, "public").tell(shown)
            found.append((on, _item(words.title, words.sentence)))
    return found


def _ahead(step: str) -> dict[str, Any]:
    event, _ = STEPS[step]
    return _item(event_words(event, AHEAD_AUDIENCE).title, "", done=False)


def _item(title: str, body: str, *, at: Any = None, done: bool = True) -> dict[str, Any]:
    return {"at": at, "title": title, "body": body, "who": "", "done": done}
