"""One request as a page shows it: rows of the projections, decrypted with the request's key for this page only."""

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
from intake.request.serving.proof import SIGNER_WORDS
from shared.events import names
from shared.events.terms import CORRECTION, REPLY_CLOCK, LetterPause, Sealed
from shared.policy import Resolved
from shared.privacy.sealing import KEY_MISSING, KeyDestroyedError, Scope, SubjectKey
from shared.privacy.vault import UnknownKeyError
from shared.time.clock import legal_day
from shared.time.dates import chinese_date
from shared.words.catalogue import codes
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
"""Each paper of a request → the docket's column with its sealed file, and the field name under which it was sealed."""
SERVED_ON: Final[Mapping[PaperKind, str]] = {
    "correction": "correction_served_on",
    "extension": "extension_served_on",
    "reply": "served_on",
}
DESTROYED: Final = "（已销毁）"
REQUEST_SCOPES: Final[tuple[Scope, ...]] = ("identity", "text")
"""The scopes of a request's key."""
UNCORRECTED: Final = frozenset({names.PURPOSE, names.QUERY_CODE})
"""Fields that a correction does not change (条例第三十条: it stays the same request)."""


@dataclass(frozen=True, slots=True)
class RequestView:
    """A docket row with its clocks, its steps, its key and the reply period of the policy.

    `key` is None once it is destroyed, and also if the key database lacks it (`key_missing`): nothing can be decrypted.

    `clock` is the reply clock, `correction_clock` the clock of the time to correct; `pauses` are the letters that
    stopped the reply clock.
    """

    row: RowMapping
    clock: RowMapping | None
    steps: Sequence[RowMapping]
    key: SubjectKey | None
    period: Resolved
    correction_clock: RowMapping | None = None
    pauses: Sequence[LetterPause] = ()
    key_missing: bool = False

    @property
    def unreadable(self) -> str:
        """The words in place of a text that cannot be decrypted."""
        return KEY_MISSING if self.key_missing else DESTROYED

    def need_key(self) -> None:
        """Raise `UnknownKeyError` if the key is missing, for pages that show nothing without it."""
        if self.key_missing:
            raise UnknownKeyError(self.row["key_id"])

    @property
    def number(self) -> str:
        """登记编号."""
        return request_number(self.row["year"], self.row["number"])

    @property
    def registered_on(self) -> date:
        """The legal day on which the request was registered; a letter may have arrived earlier."""
        on: date = legal_day(self.steps[0]["at"]) if self.steps else self.row["received_on"]
        return on

    @property
    def served(self) -> bool:
        """Whether the reply was served; from then on the applicant may download it."""
        return self.row["served_on"] is not None

    def text(self, field: str) -> str:
        """A sealed field in clear, after any correction; "" when it was not filled in or there is no key."""
        return open_field(self.key, boxes_of(self.row, field), field)

    def original(self, field: str) -> str:
        """A sealed field in clear as it was before the correction; "" when it is empty or the key is destroyed."""
        return open_field(self.key, self.row["sealed"], field)

    def explanation(self) -> str:
        """The clerk's own words in the correction notice."""
        return open_field(self.key, self.row["correction_sealed"] or {}, names.EXPLANATION)

    def proof(self) -> str:
        """送达凭证 of the reply as it was typed; once the key is destroyed, only its codes (number or signer)."""
        proof = self.row["proof"] or {}
        signed = SIGNER_WORDS.get(proof.get("signed_by", ""), "")
        return open_field(self.key, {names.PROOF: proof.get("note")}, names.PROOF) or proof.get(
            "number", signed
        )

    def has(self, paper: PaperKind) -> bool:
        """Whether a paper was rendered and can still be decrypted."""
        return self.key is not None and self.row[PAPERS[paper][0]] is not None

    def served_paper(self, paper: PaperKind) -> bool:
        """Whether a paper was served and can still be decrypted."""
        return self.has(paper) and self.row[SERVED_ON[paper]] is not None

    @property
    def extension_unserved(self) -> bool:
        """Whether an extension notice was rendered whose service is not registered yet."""
        return self.row["extension_number"] is not None and self.row["extension_served_on"] is None

    @property
    def corrects_by(self) -> date | None:
        """The last day of the time to correct; None while it is not counted."""
        day: date | None = self.correction_clock["due_on"] if self.correction_clock else None
        return day

    def explained(self) -> dict[str, Any]:
        """The content of the due card: how the date was counted, or that it is being computed."""
        found = self.clock["explanation"] if self.clock else None
        return due_card(read_kept(found))

    def promise(self) -> str:
        """The words in place of a missing due date: the period in working days, or that the count is suspended."""
        running = self.clock is None or self.clock["stopped_on"] is not None or not standing_still(self.clock)
        return self._within() if running else "暂停计算"

    def due_statement(self) -> str:
        """The period and the due date in one or two sentences, for the printed receipt."""
        due_on = self.explained()["due_on"]
        if due_on:
            return f"{self._within()}答复，最晚{chinese_date(due_on)}。"
        return f"{self._within()}答复。{self.remark()}"

    def _within(self) -> str:
        return f"收到之日起{self.period.value}个工作日内"

    def remark(self) -> str:
        """A sentence beside the due date, or beside the promise while there is none; "" for no remark."""
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
        """The colour of the due card: good for a reply in time, bad for a late one, info while none is served."""
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
    """The sentence that says what the clock waits for (条例第三十条, 第三十三条第三款); "" while the clock runs."""
    words = codes("standing-still").get(clock["state"])
    if words is None:
        return ""
    return words.format(letter=letter_words(clock["waiting_for"]), on=chinese_date(clock["since"]))


def boxes_of(row: RowMapping, field: str) -> Mapping[str, Mapping[str, str]]:
    """The sealed fields that hold the present text of a field: the correction's if there is one, else the application's."""
    corrected = row["corrected"]
    found: Mapping[str, Mapping[str, str]] = (
        row["sealed"] if field in UNCORRECTED else corrected or row["sealed"]
    )
    return found


def open_field(key: SubjectKey | None, sealed: Mapping[str, Mapping[str, str] | None], field: str) -> str:
    """Decrypt one field of a docket row; "" when it is empty or the key is destroyed."""
    box = sealed.get(field)
    return key.unseal(field, Sealed(box["scope"], box["box"])) if key and box else ""


async def load_view(context: PageContext, agency: str, request_id: UUID) -> RequestView | None:
    """Load the view of a request; None while the projection does not show it."""
    async with context.reading(agency) as connection:
        row = await request_row(connection, request_id)
        clocks = await clocks_of(connection, request_id)
        steps = await steps_of(connection, request_id)
    if row is None:
        return None
    period = context.deps.policy_of(agency, row["received_on"])[REPLY_PERIOD]
    key, missing = await _key_of(context, row)
    return RequestView(
        row=row,
        clock=clocks.get(REPLY_CLOCK),
        steps=steps,
        key=key,
        period=period,
        correction_clock=clocks.get(CORRECTION),
        pauses=pauses_of(clocks.get(REPLY_CLOCK)),
        key_missing=missing,
    )


async def _key_of(context: PageContext, row: RowMapping) -> tuple[SubjectKey | None, bool]:
    """The request's key, None without one; and whether it is missing, wholly or in one of its scopes."""
    try:
        key = await context.deps.vault.open(row["agency"], row["key_id"])
    except KeyDestroyedError:
        return None, False
    except UnknownKeyError:
        return None, True
    return (key, False) if all(map(key.opens, REQUEST_SCOPES)) else (None, True)


async def paper_pdf(context: PageContext, view: RequestView, paper: PaperKind) -> bytes | None:
    """The decrypted PDF of a paper; None when there is none or the key is destroyed."""
    column, field = PAPERS[paper]
    if view.row[column] is None or view.key is None:
        return None
    return view.key.open_bytes("identity", field, await context.blobs.get(view.row[column]))
