"""The application: four steps, a check of the answers, then filing on line or printing the paper form."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from intake.context import PageContext
from intake.request.application import Application
from intake.request.from_policy import web_open
from intake.request.handlers.filing import file_request
from intake.request.papers.application_form import application_form
from intake.web.apply.steps import CHECK, Step, first_faulty, steps_of, wanted, with_faults_of
from intake.web.parts import apply_form
from intake.web.parts.answers import pdf
from intake.web.parts.cookies import Grant, address_of, hand_out, see_other
from intake.web.parts.receipt_slip import RECEIPT_MINUTES
from shared.command.decider import Refusal
from shared.policy import Policy
from shared.time.clock import legal_day
from shared.web.access.guards import public
from shared.web.errors.problem import of_form
from shared.web.forms.form_reader import FormReader
from shared.web.presence import while_present
from shared.web.wiring import web_of

Visitor = Annotated[None, Depends(public)]


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as it was sent, under the agency's policy of today."""

    request: Request
    policy: Policy
    data: FormData

    @property
    def groups(self) -> tuple[apply_form.Group, ...]:
        """The fields of the agency's form."""
        return apply_form.groups_of(self.policy["form.fields"].value)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The pages of the form."""
        return steps_of(self.groups)

    def form(self) -> FormReader:
        """The sent data, without errors so far."""
        return FormReader(self.data)

    def show(self, step: Step, form: FormReader) -> Response:
        """Render one page of the form. The answers of the other pages are carried on as hidden inputs."""
        names = apply_form.input_names(self.groups)
        following = [each.id for each in self.steps]
        place = following.index(step.id)
        shown: dict[str, Any] = {
            "step": step,
            "place": place + 1,
            "titles": [each.title for each in self.steps],
            "back": following[place - 1] if place else "",
            "next": [*following, CHECK][place + 1],
            "carried": [(name, form.value(name)) for name in names if name not in step.names],
            "kind_options": [(kind.id, kind.label, "") for kind in self.policy["applicant.kinds"].value],
            "reviewed": form.value("reviewed"),
        }
        return self._render("apply/apply.html", form, shown | {"command_id": form.command_id()})

    def read_back(self, form: FormReader, refusal: Refusal | None = None) -> Response:
        """提交前请核对: render the answers, with the refusal of the last attempt if there was one.

        A form that was filed and then changed gets a new id, since it is another request.
        """
        kinds = self.policy["applicant.kinds"].value
        parts = [
            (step, apply_form.answers(form, step.groups, kinds if step.asks_kind else ()))
            for step in self.steps
        ]
        carried = [(name, form.value(name)) for name in apply_form.input_names(self.groups)]
        kept = {} if form.errors else {"command_id": form.command_id()}
        shown = {"parts_read": parts, "carried": carried} | kept
        return self._render("apply/apply_check.html", form, shown, refusal)

    def _render(
        self, template: str, form: FormReader, shown: dict[str, Any], refusal: Refusal | None = None
    ) -> Response:
        shown |= {"form": form, "policy": self.policy, "web_open": web_open(self.policy)}
        status, headers = of_form(refusal, faulty=bool(form.errors))
        pages = web_of(self.request).pages
        return pages.render(self.request, template, status=status, headers=headers, **shown)


@dataclass(frozen=True, slots=True)
class ApplyPages:
    """The routes of these pages. They contain no rules."""

    context: PageContext

    async def first_step(self, request: Request, agency: str, _: Visitor) -> Response:
        """申请: the first page of the form."""
        sent = SentForm(request, await self.context.policy(agency), FormData())
        return sent.show(sent.steps[0], sent.form())

    async def next_step(self, request: Request, agency: str, _: Visitor) -> Response:
        """Go to `step`: a page of the form, check, submit or print. Pages before it must be free of errors."""
        sent = SentForm(request, await self.context.policy(agency), await request.form())
        steps, read = sent.steps, sent.form()
        application = apply_form.read_application(read, sent.groups, sent.policy["applicant.kinds"].value)
        goal = wanted(steps, read.value("step"))
        faulty = first_faulty(steps, goal, read.errors)
        if faulty is not None:
            return sent.show(faulty, with_faults_of(faulty, sent.form(), read))
        if goal == "submit":
            return await self._submit(sent, application)
        if goal == "print":
            return await self._print(request, sent.policy, application.printed(), "attachment")
        shown = [step for step in steps if step.id == goal]
        return sent.show(shown[0], sent.form()) if shown else sent.read_back(sent.form())

    async def blank_form(self, request: Request, agency: str, _: Visitor) -> Response:
        """申请表 without answers as a PDF, to be filled in by hand."""
        return await self._print(request, await self.context.policy(agency), {}, "inline")

    async def _submit(self, sent: SentForm, application: Application) -> Response:
        agency, form = sent.policy.agency_id, sent.form()
        origin = await self.context.by_public(agency, form.command_id())
        allow = partial(self.context.filings.count, address=address_of(sent.request))
        try:
            receipt = await file_request(self.context.deps, origin, application, allow=allow)
        except Refusal as refusal:
            form.refuse(refusal)
            return sent.read_back(form, refusal)
        await self.context.caught_up(agency, receipt.last_seq)
        path = f"/{agency}/receipt"
        response = see_other(sent.request, path)
        request_id = UUID(str(receipt.result["request_id"]))
        grant = Grant(agency=agency, request_id=request_id, use="receipt", path=path, minutes=RECEIPT_MINUTES)
        hand_out(sent.request, response, self.context, grant)
        return response

    async def _print(
        self, request: Request, policy: Policy, values: dict[str, str], disposition: str
    ) -> Response:
        today = legal_day(await self.context.clock.now())
        form = application_form(policy, values, printed_on=today, exercise=self.context.papers.exercise)
        rendered = await while_present(request, self.context.renderer.render(form.document()))
        return pdf(rendered.pdf, "application-form.pdf", disposition)


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = ApplyPages(context)
    router = APIRouter(prefix="/{agency}/apply", include_in_schema=False)
    router.add_api_route("", pages.first_step, methods=["GET"])
    router.add_api_route("", pages.next_step, methods=["POST"])
    router.add_api_route("/form.pdf", pages.blank_form, methods=["GET"])
    return router
