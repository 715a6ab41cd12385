"""The trail of a request (actor, act, instant, clause, paper of each event) and its replay (its state at an instant)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from reporting import wording
from reporting.projections import dashboard
from reporting.replay import Replay, as_object, form_value, parse_instant, replay_of
from reporting.request.causal_order import KnownEvent
from reporting.request.standing import RequestState
from reporting.web.parts.clock_words import due_words, tag
from shared.command.decider import Invalid, NotFound
from shared.events.registry import load
from shared.policy import Policy
from shared.service.runtime import Runtime
from shared.staff.directory import names_of, sections_of
from shared.staff.sections import Sections
from shared.time.clock import legal_day
from shared.web.access.guards import staff
from shared.web.access.staff_pass import Pass
from shared.web.wiring import web_of

Reader = Annotated[Pass, Depends(staff("oversee"))]
Step = Annotated[int | None, Query(ge=0, le=100_000)]
Instant = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class TrailView:
    """A request's events, and the names used in their sentences."""

    replay: Replay
    people: Mapping[str, str]
    sections: Sections
    names: wording.Names

    def step(self, number: int) -> Mapping[str, Any]:
        """Return the n-th event (from 1) in words, with its place in the log and the event that caused it."""
        known = self.replay.steps[number - 1]
        row = known.row
        names = {**self.names, "section": self.sections.names(legal_day(row.recorded_at))}
        return {
            "number": number,
            "at": row.recorded_at,
            "who": wording.actor_words(row.actor, self.people, names),
            "text": wording.tell(*wording.type_and_facts(load(row)), names),
            "place": f"{wording.SERVICE_NAMES[row.service]}第{row.seq}号",
            "cause": self._cause(known),
        }

    def names_at(self, asked: datetime | None, step: int) -> wording.Names:
        """Return the names that applied at an instant or after a step; sections are named as on that day."""
        at = asked or self.replay.steps[max(step - 1, 0)].at
        return {**self.names, "section": self.sections.labels(legal_day(at))}

    def _cause(self, known: KnownEvent) -> int | None:
        """Return the step that caused this event; None if it is no event of the same request."""
        if known.row.causation_id is None:
            return None
        ids = [step.row.id for step in self.replay.steps]
        return ids.index(known.row.causation_id) + 1 if known.row.causation_id in ids else None


@dataclass(frozen=True, slots=True)
class TrailPages:
    """The pages' routes over a runtime. They decide nothing."""

    runtime: Runtime

    async def trail_of(self, request: Request, agency: str, request_id: UUID, _: Reader) -> Response:
        """Show the trail of one request."""
        view = await self._trail_view(agency, request_id)
        async with self.runtime.reading(agency) as connection:
            clock = (await dashboard.states_of(connection, agency, [request_id])).get(request_id)
        count = len(view.replay.steps)
        number = view.replay.after(count).number or str(request_id)[:8]
        return web_of(request).pages.render(
            request,
            "trail/trail.html",
            agency=agency,
            request_id=request_id,
            number=number,
            steps=[view.step(each) for each in range(1, count + 1)],
            due_on=clock.due_on if clock else None,
            due_words=due_words(clock),
            due_tag=tag(clock) if clock else None,
            crumbs=[*_crumbs(agency), (number, "")],
        )

    async def replay(  # a route's parameters are its address
        self,
        request: Request,
        agency: str,
        request_id: UUID,
        _: Reader,
        step: Step = None,
        as_of: Instant = "",
    ) -> Response:
        """Show the state of a request after one of its events or at an instant. Raises `Invalid` for a malformed instant."""
        view = await self._trail_view(agency, request_id)
        count = len(view.replay.steps)
        asked = _instant(as_of) if as_of else None
        at = view.replay.known_at(asked) if asked else min(count if step is None else step, count)
        now, before = view.replay.after(at), view.replay.after(max(at - 1, 0))
        number = view.replay.after(count).number or str(request_id)[:8]
        own = f"/reporting/{agency}/requests/{request_id}"
        return web_of(request).pages.render(
            request,
            "trail/replay.html",
            agency=agency,
            request_id=request_id,
            number=number,
            at=at,
            asked=asked,
            typed=form_value(asked) if asked else "",
            count=count,
            step=view.step(at) if at else None,
            facts=state_in_words(now, before, view.names_at(asked, at)),
            positions=view.replay.positions(at),
            services=wording.SERVICE_NAMES,
            crumbs=[*_crumbs(agency), (number, own), ("重放", "")],
        )

    async def state(
        self, agency: str, request_id: UUID, _: Reader, as_of: Annotated[str, Query(max_length=40)]
    ) -> Response:
        """Return the state of a request at an instant as JSON. Raises `Invalid` for a malformed instant."""
        view = await self._trail_view(agency, request_id)
        return JSONResponse(as_object(agency, request_id, view.replay, _instant(as_of)))

    async def _trail_view(self, agency: str, request_id: UUID) -> TrailView:
        async with self.runtime.reading(agency) as connection:
            replay = await replay_of(connection, agency, request_id)
            people = await names_of(connection, agency)
            sections = await sections_of(connection, agency)
        if not replay.steps:
            reason = "没有找到这件申请的记录。刚收到的申请请稍候刷新，或核对网址。"
            raise NotFound("no-trail", reason)
        names = wording.names_of(self._policy(agency, replay.steps[0].at))
        return TrailView(replay, people, sections, names)

    def _policy(self, agency: str, at: datetime) -> Policy:
        return self.runtime.policy(agency, legal_day(at))


def routes(runtime: Runtime) -> APIRouter:
    """Return the router of these pages."""
    pages = TrailPages(runtime)
    router = APIRouter(prefix="/reporting/{agency}/requests/{request_id}")
    router.add_api_route("", pages.trail_of, methods=["GET"], include_in_schema=False)
    router.add_api_route("/replay", pages.replay, methods=["GET"], include_in_schema=False)
    router.add_api_route("/replay.json", pages.state, methods=["GET"])
    return router


def state_in_words(now: RequestState, before: RequestState, names: wording.Names) -> list[Mapping[str, Any]]:
    """Return the lines of the state in words; `moved` marks the lines that the last event changed."""
    return [
        {"label": label, "values": values, "moved": values != earlier}
        for (label, values), (_, earlier) in zip(
            wording.state_lines(now, names), wording.state_lines(before, names), strict=True
        )
    ]


def _instant(text: str) -> datetime:
    at = parse_instant(text.strip())
    if at is None:
        reason = f"“{text}”不是时刻。请写成 2025-10-01T09:30（北京时间）或者 2025-10-01T01:30:00+00:00。"
        raise Invalid("instant-malformed", reason)
    return at


def _crumbs(agency: str) -> list[tuple[str, str]]:
    return [("监督", f"/reporting/{agency}/"), ("全部申请", f"/reporting/{agency}/requests")]
