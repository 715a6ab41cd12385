"""The story of the year from year/*.toml: requests, acts with their days, and the expected results.

A misspelt name or field is refused when the files are read.
"""

import tomllib
from collections.abc import Sequence
from datetime import date, time
from importlib.resources import files
from typing import Final, Literal

import msgspec

AGENCIES: Final = {"qh": "qionghai", "tl": "tongliao"}
"""Prefix of a request's id → the agency."""

SHOWCASE: Final = "qh-31"
"""The request whose receipt is printed at the end. It is also the one that is played when one is enough."""
ON_LINE: Final = "electronic"


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the parts of the story."""


class Correction(_Part, frozen=True, kw_only=True):
    """补正: the notice was served on `served`, the correction is due by `due`; `corrected` is None if none came."""

    asked: date
    served: date
    explanation: str
    due: date
    method: str = ON_LINE
    days: int = 10
    corrected: date | None = None
    channel: str = "web"
    text: str = ""


class Consultation(_Part, frozen=True, kw_only=True):
    """征求意见: a letter; `answered` is None if no answer came by `due`."""

    kind: Literal["third_party", "other_agency"]
    party: str
    question: str
    sent: date
    served: date
    answered: date | None = None
    answer: str = ""
    reason: str = ""
    due: date | None = None


class Extension(_Part, frozen=True, kw_only=True):
    """延期: proposed before `first_due`, decided by the deputy, served on the applicant on `notified`."""

    proposed: date
    days: int
    reason: str
    decided: date
    notified: date
    first_due: date
    method: str = ON_LINE


class Return(_Part, frozen=True, kw_only=True):
    """退回: a draft sent back by a step of the chain, and drafted again."""

    by: Literal["deputy", "head"]
    on: date
    reason: str
    redrafted: date


class Withdrawal(_Part, frozen=True, kw_only=True):
    """撤回, on the tracking page or on paper."""

    on: date
    reason: str
    by: Literal["web", "paper"] = "web"


class Search(_Part, frozen=True, kw_only=True):
    """检索记录."""

    where: str
    keywords: str
    by: str
    on: date


class Request(_Part, frozen=True, kw_only=True):
    """A request. A day that does not lie in this year is None."""

    id: str
    applicant: str
    kind: str
    channel: Literal["web", "counter", "post", "post_plain"]
    filed: date
    hour: time | None = None
    title: str
    content: str
    hints: str = ""
    purpose: str = ""
    section: str
    accepted: date | None = None
    assigned: date | None = None
    reviewed: date | None = None
    drafted: date | None = None
    signed: date | None = None
    served: date | None = None
    method: str = ON_LINE
    outcome: str = ""
    article: str = ""
    finding: str = ""
    materials: tuple[str, ...] = ()
    redacted: str = ""
    responsible: str = ""
    search: Search | None = None
    earlier: str = ""
    correction: Correction | None = None
    consultation: tuple[Consultation, ...] = ()
    extension: Extension | None = None
    returned: Return | None = msgspec.field(default=None, name="return")
    withdrawal: Withdrawal | None = None
    due: date | None = None
    missed: bool = False

    @property
    def agency(self) -> str:
        """The agency that received the request."""
        return AGENCIES[self.id.partition("-")[0]]


class Figures(_Part, frozen=True, kw_only=True):
    """A row of table three: its seven figures, and by class of applicant the numbers of the requests counted."""

    figures: tuple[int, ...]
    natural_person: str = ""
    business: str = ""
    research: str = ""
    public_welfare: str = ""
    legal_service: str = ""
    other_org: str = ""

    def behind(self, agency: str, column: str) -> frozenset[str]:
        """The ids of the requests that a column of this row counts."""
        prefix = next(short for short, name in AGENCIES.items() if name == agency)
        return frozenset(f"{prefix}-{number}" for number in getattr(self, column).split())


class Year(_Part, frozen=True, kw_only=True):
    """The whole year: all requests, and each agency's table three."""

    requests: tuple[Request, ...]
    tables: dict[str, dict[str, Figures]]

    def request(self, request_id: str) -> Request:
        """The request with this id."""
        return next(each for each in self.requests if each.id == request_id)

    def only(self, request_ids: Sequence[str]) -> "Year":
        """The year with these requests alone, without tables, since their figures would not hold."""
        return Year(requests=tuple(self.request(each) for each in request_ids), tables={})


def year() -> Year:
    """Read the story."""
    folder = files("deploy.demo").joinpath("year")
    parts = {
        each.name: tomllib.loads(each.read_text(encoding="utf-8"))
        for each in sorted(folder.iterdir(), key=lambda each: each.name)
        if each.name.endswith(".toml")
    }
    requests = [request for name in parts for request in parts[name].get("request", ())]
    return msgspec.convert({"requests": requests, "tables": parts["tables.toml"]}, Year)
