"""The scripted year from year/*.toml: requests, the acts with their days, and the expected results.

A misspelt name or field is refused when the files are read.
"""

import tomllib
from collections.abc import Sequence
from datetime import date, time
from importlib.resources import files
from typing import Final, Literal

import msgspec

AGENCIES: Final = {"qh": "qionghai", "tl": "tongliao"}
"""What an id begins with, and the agency."""

SHOWCASE: Final = "qh-31"
"""The request whose receipt is printed at the end, and the only one played where one is enough."""
ON_LINE: Final = "electronic"


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the written year."""


class Correction(_Part, frozen=True, kw_only=True):
    """补正: told on `served`, to be mended by `due`; `corrected` is None where nothing came."""

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
    """征求意见: a letter; `answered` is None where nothing came by `due`."""

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
    """延期: proposed before `first_due`, decided by the deputy, told to the applicant."""

    proposed: date
    days: int
    reason: str
    decided: date
    told: date
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
    """One request. What was not done by the year's end is None."""

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
        """Whose request it is."""
        return AGENCIES[self.id.partition("-")[0]]


class Figures(_Part, frozen=True, kw_only=True):
    """A row of table three: seven figures, and by applicant class the requests that they count."""

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
        """The request of this id."""
        return next(each for each in self.requests if each.id == request_id)

    def only(self, request_ids: Sequence[str]) -> "Year":
        """The year with these requests alone; its tables are no longer true, so it has none."""
        return Year(requests=tuple(self.request(each) for each in request_ids), tables={})


def year() -> Year:
    """The year as it is written down."""
    folder = files("deploy.demo").joinpath("year")
    told = {
        each.name: tomllib.loads(each.read_text(encoding="utf-8"))
        for each in sorted(folder.iterdir(), key=lambda each: each.name)
        if each.name.endswith(".toml")
    }
    requests = [request for name in told for request in told[name].get("request", ())]
    return msgspec.convert({"requests": requests, "tables": told["tables.toml"]}, Year)
