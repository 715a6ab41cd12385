"""The API for other programs: file a request. Errors are `application/problem+json` with the pages' error codes."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from intake.context import PageContext
from intake.request.application import DELIVERIES, SUPPLY_FORMS, Application
from intake.request.handlers.filing import file_request, refuse_inadmissible
from intake.request.handlers.query_code import draw_query_code
from intake.web.parts import apply_form
from intake.web.parts.cookies import address_of
from shared.command.decider import NotFound
from shared.policy import Policy
from shared.web.forms.field_error import FieldsRefused
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of

CREATED = 201
REPEATED = 200
TOO_MANY = 429
LINE = Field("", max_length=200)


class NewRequest(BaseModel):
    """申请: the fields of 条例第二十九条. The agency's policy says which are required.

    A field that it does not ask for is not kept.
    """

    model_config = ConfigDict(extra="forbid")

    applicant_kind: str = Field(max_length=40, examples=["natural_person"])
    name: str = Field(min_length=1, max_length=200)
    identity_kind: str = LINE
    identity_number: str = LINE
    organisation: str = LINE
    phone: str = LINE
    fax: str = LINE
    email: str = LINE
    address: str = LINE
    postcode: str = LINE
    content: str = Field("", max_length=2000)
    hints: str = Field("", max_length=500)
    purpose: str = Field("", max_length=500)
    supply_form: str = Field("", examples=list(SUPPLY_FORMS), max_length=40)
    delivery: str = Field("", examples=list(DELIVERIES), max_length=40)


class Filed(BaseModel):
    """The registered request. The query code is given only with 201, never again."""

    request_id: UUID
    number: int
    year: int
    received_on: str
    query_code: str | None = None


async def known_agency(request: Request, agency: str) -> str:
    """The agency of the address. Raises `NotFound` for one that is not served here.

    No cookie is read, so no CSRF check is needed.
    """
    if agency not in web_of(request).pages.sites:
        raise NotFound("agency-unknown", "没有这个机关。请核对网址中的机关标识。")
    return agency


@dataclass(frozen=True, slots=True)
class RequestApi:
    """The routes of the API. They contain no rules."""

    context: PageContext

    async def file_request(
        self,
        body: NewRequest,
        agency: Annotated[str, Depends(known_agency)],
        request: Request,
        response: Response,
        idempotency_key: Annotated[
            UUID, Header(description="One id per request; sent again, it files nothing new.")
        ],
    ) -> Filed:
        """File a request on line. The same Idempotency-Key gives the same answer with 200; with another body, 409.

        One address and one agency file so many new requests an hour; then 429 with Retry-After.
        """
        deps, application = self.context.deps, read(await self.context.policy(agency), body)
        origin, code = await self.context.by_public(agency, idempotency_key, "api"), draw_query_code()
        allow = partial(self.context.filings.count, address=address_of(request))
        receipt = await file_request(deps, origin, application, code, allow)
        filed = Filed.model_validate(dict(receipt.result))
        if receipt.repeated:
            response.status_code = REPEATED
            return filed
        return filed.model_copy(update={"query_code": code})


def routes(context: PageContext) -> APIRouter:
    """The router of the API."""
    router = APIRouter(prefix="/api/{agency}", tags=["requests"])
    router.add_api_route(
        "/requests",
        RequestApi(context).file_request,
        methods=["POST"],
        status_code=CREATED,
        responses={
            REPEATED: {"model": Filed, "description": "already filed"},
            TOO_MANY: {
                "description": "too many requests within the hour; Retry-After says when to try again"
            },
        },
    )
    return router


def read(policy: Policy, body: NewRequest) -> Application:
    """Read the body by the rules of the application form. Raises `Refusal`, `FieldsRefused`."""
    sent = body.model_dump()
    refuse_inadmissible(policy, Application(**sent))
    form, kinds = FormReader(**sent), policy["applicant.kinds"].value
    application = apply_form.read_application(form, apply_form.groups_of(policy["form.fields"].value), kinds)
    if form.errors:
        raise FieldsRefused(form.errors)
    return application
