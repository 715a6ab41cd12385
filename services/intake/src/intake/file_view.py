"""One request as its applicant may see it: what the books hold, opened with the request's key for one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping

from intake.door import Door
from intake.projections.docket import request_row
from intake.projections.due_dates import reply_clock
from intake.projections.tracking import steps_of
from intake.reactions import REPLY_FIELD
from shared.events.terms import Sealed
from shared.numbers import request_number
from shared.policy import Resolved
from shared.sealing import KeyDestroyedError, RequestKey
from shared.web.filters import chinese_date
from shared.workdays import explained

REPLY_PERIOD: Final = "reply.working_days"


@dataclass(frozen=True, slots=True)
class FileView:
    """A docket row with its due date, its steps, its key while that lives, and the period that the law gives."""

    row: RowMapping
    clock: RowMapping | None
    steps: Sequence[RowMapping]
    key: RequestKey | None
    period: Resolved

    @property
    def number(self) -> str:
        """登记编号."""
        return request_number(self.row["year"], self.row["number"])

    @property
    def served(self) -> bool:
        """Whether the reply was served, so that the applicant may have the file."""
        return self.row["served_on"] is not None

    def text(self, field: str) -> str:
        """A sealed field in clear; "" when it was not filled in or the key is destroyed."""
        return open_field(self.key, self.row["sealed"], field)

    def explained(self) -> dict[str, Any]:
        """What the page's due card shows: the explanation, or that it is being computed."""
        found = self.clock["explanation"] if self.clock else None
        return dict(found) if found else explained(None)

    def promise(self) -> str:
        """What is true from the first moment on, also before deadline has counted the day."""
        return f"收到之日起{self.period.value}个工作日内"

    def due_statement(self) -> str:
        """The whole as one sentence, for paper."""
        due_on = self.explained()["due_on"]
        if due_on:
            return f"{self.promise()}答复，最晚{chinese_date(due_on)}。"
        return f"{self.promise()}答复。{self.remark()}"

    def remark(self) -> str:
        """A sentence beside the due date, or beside the promise while there is none."""
        if self.clock is None:
            return (
                f"具体日期通常一分钟内显示在进度查询页面。依据：{self.period.clause} · {self.period.source}。"
            )
        if self.clock["stopped_on"] is not None:
            return "答复已经送达，期限停止计算。"
        if self.clock["not_before_on"] is not None:
            year, day = self.clock["uncovered_year"], self.clock["not_before_on"]
            return f"不早于{chinese_date(day)}：{year}年放假安排尚未公布，公布后即行计算，不会因此延误。"
        return ""


def open_field(key: RequestKey | None, sealed: Mapping[str, Mapping[str, str]], field: str) -> str:
    """One box of a docket row in clear."""
    box = sealed.get(field)
    return key.unseal(field, Sealed(box["scope"], box["box"])) if key and box else ""


async def view_file(door: Door, agency: str, request_id: UUID) -> FileView | None:
    """The request, or None while the book does not show it."""
    async with door.reading(agency) as connection:
        row = await request_row(connection, request_id)
        clock = await reply_clock(connection, request_id)
        steps = await steps_of(connection, request_id)
    if row is None:
        return None
    period = door.office.policy_of(agency, row["received_on"])[REPLY_PERIOD]
    return FileView(row, clock, steps, await key_of(door, row), period)


async def key_of(door: Door, row: RowMapping) -> RequestKey | None:
    """The request's key; None once it is destroyed."""
    try:
        return await door.office.vault.open(row["agency"], row["key_id"])
    except KeyDestroyedError:
        return None


async def reply_pdf(door: Door, view: FileView) -> bytes | None:
    """The rendered reply, opened; None when there is none or it can no longer be read."""
    if view.row["blob"] is None or view.key is None:
        return None
    return view.key.open_bytes("identity", REPLY_FIELD, await door.blobs.get(view.row["blob"]))
