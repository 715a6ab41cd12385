"""The what-if page (测算): 今天发出征求意见书、若干个工作日后收到；延期若干个工作日. It computes and never writes."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from deadline.domain.clock import REPLY, Missed, Open, Paused, Running, due_of
from deadline.domain.decider import clock_decider
from deadline.domain.what_if import Outlook, Supposition, outlook
from deadline.handlers import clock_stream, loaded_calendar
from deadline.reactions.consultations import PAUSE_EDGES, PAUSE_KINDS
from deadline.reactions.requests import EXTENSION
from shared.command.decider import NotFound
from shared.command.execute import state_after
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.access.guards import staff
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of
from shared.workdays import Uncovered, explained

Reader = Annotated[Pass, Depends(staff())]
"""As the dates themselves: everybody who is signed in at the agency."""

ANSWER_DAYS_MAX = 60


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The route, over a runtime."""

    runtime: Runtime

    async def page(self, request: Request, agency: str, request_id: UUID, _: Reader) -> Response:
        """The form and, once something is supposed, the date that would stand."""
        today = legal_day(await self.runtime.clock.now())
        clock = await self._clock(agency, request_id)
        form = FormReader(FormData(list(request.query_params.items())))
        policy = self.runtime.policy(agency, today)
        longest = policy[EXTENSION]
        answered = _number(form, "answered_after", "收到意见", ANSWER_DAYS_MAX)
        extended = _number(form, "extension", "延期", longest.value)
        seen: dict[str, Any] = {"outlook": None, "trouble": ""}
        if not form.errors and (answered is not None or extended):
            supposed = Supposition(
                today=today,
                answered_after_working_days=answered,
                extension_working_days=extended,
                edges=policy[PAUSE_EDGES].value,
            )
            seen = await self._seen(clock, supposed)
        standing = due_of(clock)
        return web_of(request).pages.render(
            request,
            "what_if.html",
            form=form,
            before=standing.due_on if standing else None,
            today=today,
            longest=longest,
            pauses=(policy[PAUSE_KINDS], policy[PAUSE_EDGES]),
            period=clock.terms.started.basis,
            back=f"/deadline/{agency}/requests/{request_id}",
            crumbs=_crumbs(agency, request_id),
            **seen,
        )

    async def _clock(self, agency: str, request_id: UUID) -> Open:
        """The reply clock. Refused: none, one that is over, one that waits for a correction or a notice."""
        rows = await self.runtime.store.load(agency, clock_stream(request_id, REPLY))
        clock = state_after(clock_decider, rows)
        if isinstance(clock, Running | Missed | Paused):
            return clock
        raise NotFound(
            "nothing-to-suppose",
            "这件申请的答复期限没有在计算，不能测算。请先查看它的期限说明。",
        )

    async def _seen(self, clock: Open, supposed: Supposition) -> dict[str, Any]:
        calendar = await loaded_calendar(self.runtime.store)
        try:
            found: Outlook = outlook(clock.terms, calendar, supposed)
        except Uncovered as refusal:
            return {"outlook": None, "trouble": str(refusal)}
        return {"outlook": explained(found.count), "warnings": found.warnings, "trouble": ""}


def routes(runtime: Runtime) -> APIRouter:
    """The router of this page."""
    router = APIRouter(prefix="/deadline/{agency}", include_in_schema=False)
    router.add_api_route("/requests/{request_id}/what-if", WhatIf(runtime).page, methods=["GET"])
    return router


def _number(form: FormReader, name: str, label: str, most: int) -> int | None:
    """A number of working days, None where nothing was typed."""
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
