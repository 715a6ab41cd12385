"""One request as its applicant may see it: what the projections hold, opened with the request's key for one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import RowMapping

from intake.context import PageContext
from intake.projections.docket import request_row
from intake.projections.due_dates import clocks_of, pauses_of
from intake.projections.tracking import steps_of
from intake.request.serving.proof import SIGNERS
from shared.events import names
from shared.events.terms import CORRECTION, REPLY_CLOCK, LetterPause, Sealed
from shared.policy import Resolved
from shared.privacy.sealing import KeyDestroyedError, SubjectKey
from shared.time.clock import legal_day
from shared.words.catalogue import codes
from shared.words.dates import chinese_date
from shared.words.days import letter_words
from shared.words.explanation import due_card, read_kept
from shared.words.numbers import request_number

REPLY_PERIOD: Final = "reply.working_days"

PaperKind = Literal["correction", "extension", "reply"]
PAPERS: Final[Mapping[PaperKind, tuple[str, str]]] = {
    "correction": ("correction_blob", names.CORRECTION_NOTICE),
    "extension": ("extension_blob", names.EXTENSION_NOTICE),
    "reply": ("blob", names.REPLY),
}
"""Each paper of a request: the docket's column of its sealed file, and the field that it was sealed under."""
SERVED_ON: Final[Mapping[PaperKind, str]] = {
    "correction": "correction_served_on",
    "extension": "extension_served_on",
    "reply": "served_on",
}
UNCORRECTED: Final = frozenset({names.PURPOSE, names.QUERY_CODE})
"""What a correction leaves as it was (条例第三十条: the same request)."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A docket row with its clocks, its steps, its key while that lives, and the period that the law gives.

    `clock` is that of the reply, `correction_clock` that of the time to correct; `pauses` are the letters that stopped
    the first.
    """

    row: RowMapping
    clock: RowMapping | None
    steps: Sequence[RowMapping]
    key: SubjectKey | None
    period: Resolved
    correction_clock: RowMapping | None = None
    pauses: Sequence[LetterPause] = ()

    @property
    def number(self) -> str:
        """登记编号."""
        return request_number(self.row["year"], self.row["number"])

    @property
    def registered_on(self) -> date:
        """The legal day on which it was entered, and its slip made out: a letter may have come before that."""
        on: date = legal_day(self.steps[0]["at"]) if self.steps else self.row["received_on"]
        return on

    @property
    def served(self) -> bool:
        """Whether the reply was served, so that the applicant may have the file."""
        return self.row["served_on"] is not None

    def text(self, field: str) -> str:
        """A sealed field in clear, as it reads now; "" when it was not filled in or the key is destroyed."""
        return open_field(self.key, boxes_of(self.row, field), field)

    def original(self, field: str) -> str:
        """As it read before the correction."""
        return open_field(self.key, self.row["sealed"], field)

    def explanation(self) -> str:
        """What the correction notice says in the clerk's own words."""
        return open_field(self.key, self.row["correction_sealed"] or {}, names.EXPLANATION)

    def proof(self) -> str:
        """送达凭证 of the reply as it was typed; what is left of it by its codes once the key is destroyed."""
        proof = self.row["proof"] or {}
        signed = SIGNERS.get(proof.get("signed_by", ""), "")
        return open_field(self.key, {names.PROOF: proof.get("note")}, names.PROOF) or proof.get(
            "number", signed
        )

    def has(self, paper: PaperKind) -> bool:
        """Whether a paper was made out and can still be opened."""
        return self.key is not None and self.row[PAPERS[paper][0]] is not None

    def told(self, paper: PaperKind) -> bool:
        """Whether the applicant has it: it was served."""
        return self.has(paper) and self.row[SERVED_ON[paper]] is not None

    @property
    def untold(self) -> bool:
        """Whether a notice of an extension was made out that was not noted as served."""
        return self.row["extension_number"] is not None and self.row["extension_served_on"] is None

    @property
    def corrects_by(self) -> date | None:
        """The last day of the time to correct, once it is counted."""
        day: date | None = self.correction_clock["due_on"] if self.correction_clock else None
        return day

    def explained(self) -> dict[str, Any]:
        """What the page's due card shows: the explanation, or that it is being computed."""
        found = self.clock["explanation"] if self.clock else None
        return due_card(read_kept(found))

    def promise(self) -> str:
        """What stands where no day does: what is true from the first moment on, or that nothing is counted now."""
        running = self.clock is None or self.clock["stopped_on"] is not None or not standing_still(self.clock)
        return self._within() if running else "暂停计算"

    def due_statement(self) -> str:
        """The whole as one sentence, for paper."""
        due_on = self.explained()["due_on"]
        if due_on:
            return f"{self._within()}答复，最晚{chinese_date(due_on)}。"
        return f"{self._within()}答复。{self.remark()}"

    def _within(self) -> str:
        return f"收到之日起{self.period.value}个工作日内"

    def remark(self) -> str:
        """A sentence beside the due date, or beside the promise while there is none."""
        if self.clock is None:
            return (
                f"具体日期通常一分钟内显示在进度查询页面。依据：{self.period.clause} · {self.period.source}。"
            )
        if self.clock["stopped_on"] is not None:
            return self._ended()
        if still := standing_still(self.clock):
            return still
        if self.clock["extension_working_days"]:
            return f"已经延长{self.clock['extension_working_days']}个工作日。"
        if self.clock["not_before_on"] is not None:
            year, day = self.clock["uncovered_year"], self.clock["not_before_on"]
            return f"不早于{chinese_date(day)}：{year}年放假安排尚未公布，公布后即行计算，不会因此延误。"
        return ""

    @property
    def tone(self) -> str:
        """Of the due card: good for an answer in time, bad for a late one, plain for what is under way."""
        if not self.served:
            return "info"
        return "bad" if self._late else "good"

    def _ended(self) -> str:
        if not self.row.get("served_on"):
            return "已经终止办理，期限停止计算。"
        late = f"（{chinese_date(self.row['served_on'])}），已经逾期" if self._late else ""
        return f"答复已经送达{late}，期限停止计算。"

    @property
    def _late(self) -> bool:
        return self.clock is not None and self.clock["in_time"] is False


def standing_still(clock: RowMapping) -> str:
    """条例第三十条, 第三十三条第三款: what the clock waits for, the sentence beside the due date; "" while the clock runs."""
    words = codes("standing-still").get(clock["state"])
    if words is None:
        return ""
    return words.format(letter=letter_words(clock["waiting_for"]), on=chinese_date(clock["since"]))


def boxes_of(row: RowMapping, field: str) -> Mapping[str, Mapping[str, str]]:
    """Where a field stands as it reads now: in the correction, if one came, else in the application."""
    corrected = row["corrected"]
    found: Mapping[str, Mapping[str, str]] = (
        row["sealed"] if field in UNCORRECTED else corrected or row["sealed"]
    )
    return found


def open_field(key: SubjectKey | None, sealed: Mapping[str, Mapping[str, str] | None], field: str) -> str:
    """One box of a docket row in clear."""
    box = sealed.get(field)
    return key.unseal(field, Sealed(box["scope"], box["box"])) if key and box else ""


async def view_file(context: PageContext, agency: str, request_id: UUID) -> FileView | None:
    """The request, or None while the projection does not show it."""
    async with context.reading(agency) as connection:
        row = await request_row(connection, request_id)
        clocks = await clocks_of(connection, request_id)
        steps = await steps_of(connection, request_id)
    if row is None:
        return None
    period = context.office.policy_of(agency, row["received_on"])[REPLY_PERIOD]
    return FileView(
        row=row,
        clock=clocks.get(REPLY_CLOCK),
        steps=steps,
        key=await key_of(context, row),
        period=period,
        correction_clock=clocks.get(CORRECTION),
        pauses=pauses_of(clocks.get(REPLY_CLOCK)),
    )


async def key_of(context: PageContext, row: RowMapping) -> SubjectKey | None:
    """The request's key; None once it is destroyed."""
    try:
        return await context.office.vault.open(row["agency"], row["key_id"])
    except KeyDestroyedError:
        return None


async def paper_pdf(context: PageContext, view: FileView, paper: PaperKind) -> bytes | None:
    """A paper as it was rendered, opened; None when there is none or it can no longer be read."""
    column, field = PAPERS[paper]
    if view.row[column] is None or view.key is None:
        return None
    return view.key.open_bytes("identity", field, await context.blobs.get(view.row[column]))
