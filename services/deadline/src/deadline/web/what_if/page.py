"""The what-if page (测算): 今天发出征求意见书、若干个工作日后收到；延期若干个工作日. It computes and writes nothing."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from deadline.calendar.handlers import loaded_calendar
from deadline.clock.count import began_of
from deadline.clock.handlers import clock_at
from deadline.clock.reactions.consultations import PAUSE_EDGES, PAUSE_KINDS
from deadline.clock.reactions.requests import EXTENSION
from deadline.clock.state import Clock
from deadline.clock.what_if import Scenario, forecast
from deadline.clock_ref import clock_of_request
from shared.command.decider import NotFound
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.access.guards import staff
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of
from shared.words.explanation import due_card
from shared.workdays import Uncovered

Reader = Annotated[Pass, Depends(staff())]
"""Everybody signed in at the agency may compute."""

ANSWER_DAYS_MAX = 60

WARNINGS = {
    "letter-saves-nothing": "期限在发出之日已经届满，发出征求意见书不能暂停计时。请先办理延期。",
    "extended-before": "已经延期一次，不能再次延期（条例第三十三条第二款）。",
    "told-too-late": "原期限已经届满，今天告知延期已经晚了（条例第三十三条第二款）。",
}
"""Sentences of the warnings about a scenario, by code."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The page's route over a runtime."""

    runtime: Runtime

    async def page(self, request: Request, agency: str, request_id: UUID, _: Reader) -> Response:
        """Show the form and, once a scenario is filled in, its due date."""
        today = legal_day(await self.runtime.clock.now())
        clock = await self._clock(agency, request_id)
        form = FormReader(FormData(list(request.query_params.items())))
        policy = self.runtime.policy(agency, today)
        longest = policy[EXTENSION]
        answered = _number(form, "answered_after", "收到意见", ANSWER_DAYS_MAX)
        extended = _number(form, "extension", "延期", longest.value)
        seen: dict[str, Any] = {"forecast": None, "trouble": ""}
        if not form.errors and (answered is not None or extended):
            scenario = Scenario(
                today=today,
                answered_after_working_days=answered,
                extension_working_days=extended,
                edges=policy[PAUSE_EDGES].value,
            )
            seen = await self._forecast(clock, scenario, policy.region)
        return web_of(request).pages.render(
            request,
            "what_if/what_if.html",
            form=form,
            before=clock.standing.due_on,
            today=today,
            longest=longest,
            pauses=(policy[PAUSE_KINDS], policy[PAUSE_EDGES]),
            period=began_of(clock).basis,
            back=f"/deadline/{agency}/requests/{request_id}",
            crumbs=_crumbs(agency, request_id),
            **seen,
        )

    async def _clock(self, agency: str, request_id: UUID) -> Clock:
        """Load the reply clock. Raises `NotFound` unless it is running, missed or paused."""
        clock = await clock_at(self.runtime.store, agency, clock_of_request(request_id))
        if clock.standing.state in {"running", "missed", "paused"}:
            return clock
        raise NotFound(
            "nothing-to-suppose",
            "这件申请的答复期限没有在计算，不能测算。请先查看它的期限说明。",
        )

    async def _forecast(self, clock: Clock, scenario: Scenario, region: str) -> dict[str, Any]:
        calendar = await loaded_calendar(self.runtime.store, region)
        try:
            found = forecast(clock, calendar, scenario)
        except Uncovered as refusal:
            return {"forecast": None, "trouble": str(refusal)}
        warnings = [WARNINGS[code] for code in found.warnings]
        return {"forecast": due_card(found.count), "warnings": warnings, "trouble": ""}


def routes(runtime: Runtime) -> APIRouter:
    """Return the router of this page."""
    router = APIRouter(prefix="/deadline/{agency}", include_in_schema=False)
    router.add_api_route("/requests/{request_id}/what-if", WhatIf(runtime).page, methods=["GET"])
    return router


def _number(form: FormReader, name: str, label: str, most: int) -> int | None:
    """Read a number of working days; None if the field is empty or invalid."""
    typed = form.text(name, label, required=False, max_length=10)
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and int(typed) <= most):
        form.fail(name, "field-not-a-number", f"“{label}”应当是 0 到 {most} 的整数（工作日数）。")
        return None
    return int(typed)


def _crumbs(agency: str, request_id: UUID) -> list[tuple[str, str]]:
    return [
        ("期限一览", f"/deadline/{agency}/board"),
        ("期限说明", f"/deadline/{agency}/requests/{request_id}"),
        ("测算", ""),
    ]
