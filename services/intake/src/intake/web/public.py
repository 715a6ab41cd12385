"""The citizen's front: what can be asked here and how, and the form: fill in, check, send."""

from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intake import handlers
from intake.application import Application
from intake.door import Door
from intake.offer import web_open
from intake.web import apply_form
from intake.web.cookies import Grant, hand_out, see_other
from shared.decider import Refusal
from shared.policy import Policy
from shared.web.forms import FormReader
from shared.web.guards import public
from shared.web.wiring import web_of

Visitor = Annotated[None, Depends(public)]

RECEIPT_MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class PublicPages:
    """The routes, over the door; no rule stands here."""

    door: Door

    async def agencies(self, request: Request) -> Response:
        """The agencies that are served here."""
        pages = web_of(request).pages
        return pages.render(request, "index.html", agencies=pages.sites.values())

    async def home(self, request: Request, agency: str, _: Visitor) -> Response:
        """机关首页: the two things that a citizen comes for, and the facts of the guide."""
        policy = await self.door.policy(agency)
        return web_of(request).pages.render(request, "home.html", policy=policy, web_open=web_open(policy))

    async def blank_form(self, request: Request, agency: str, _: Visitor) -> Response:
        """申请表; where the agency takes no request on line, how to hand in the paper one."""
        policy = await self.door.policy(agency)
        if web_open(policy):
            return _show(request, policy, FormReader())
        shown = _parts(policy) | {"policy": policy}
        return web_of(request).pages.render(request, "apply_paper.html", **shown)

    async def next_step(self, request: Request, agency: str, _: Visitor) -> Response:
        """`step` is edit (the form again), check (read it back) or submit (file it). Nothing is kept in between."""
        policy = await self.door.policy(agency)
        form, parts = FormReader(await request.form()), _parts(policy)
        application = apply_form.read_application(form, parts["groups"], parts["kinds"])
        if form.value("step") == "edit":
            return _show(request, policy, FormReader(await request.form()))
        if form.errors:
            return _show(request, policy, form)
        if form.value("step") != "submit":
            return _read_back(request, policy, form)
        return await self._submit(request, policy, form, application)

    async def _submit(
        self, request: Request, policy: Policy, form: FormReader, application: Application
    ) -> Response:
        agency = policy.agency_id
        origin = await self.door.by_public(agency, form.command_id())
        try:
            receipt = await handlers.file_request(self.door.office, origin, application)
        except Refusal as refusal:
            form.refuse(refusal)
            return _show(request, policy, form)
        await self.door.caught_up(agency, receipt.last_seq)
        path = f"/{agency}/receipt"
        response = see_other(request, path)
        request_id = UUID(str(receipt.result["request_id"]))
        grant = Grant(agency=agency, request_id=request_id, use="receipt", path=path, minutes=RECEIPT_MINUTES)
        hand_out(request, response, self.door, grant)
        return response


def routes(door: Door) -> APIRouter:
    """The router of these pages."""
    pages = PublicPages(door)
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/", pages.agencies, methods=["GET"])
    router.add_api_route("/{agency}/", pages.home, methods=["GET"])
    router.add_api_route("/{agency}/apply", pages.blank_form, methods=["GET"])
    router.add_api_route("/{agency}/apply", pages.next_step, methods=["POST"])
    return router


def _show(request: Request, policy: Policy, form: FormReader) -> Response:
    shown = _parts(policy) | {"form": form, "policy": policy}
    status = 422 if form.errors else 200
    return web_of(request).pages.render(request, "apply.html", status=status, **shown)


def _read_back(request: Request, policy: Policy, form: FormReader) -> Response:
    parts = _parts(policy)
    carried = [(name, form.value(name)) for name in apply_form.input_names(parts["groups"])]
    answers = apply_form.answers(form, parts["groups"], parts["kinds"])
    return web_of(request).pages.render(
        request,
        "apply_check.html",
        policy=policy,
        carried=carried,
        answers=answers,
        command_id=form.command_id(),
    )


def _parts(policy: Policy) -> dict[str, Any]:
    groups = apply_form.groups_of(policy["form.fields"].value)
    kinds = policy["applicant.kinds"].value
    options = [(kind.id, kind.label, "") for kind in kinds]
    return {"groups": groups, "kinds": kinds, "kind_options": options}
