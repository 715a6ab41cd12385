"""The composition root of review: its projections, reactions and pages."""

from fastapi import APIRouter

from review.case.handlers.dependencies import Dependencies
from review.case.reactions import reactions
from review.projections import PROJECTIONS
from review.web.case import page as case
from review.web.case.case_page import CasePage
from review.web.context import PageContext
from review.web.desk import page as desk
from review.web.draft import page as draft
from review.web.extension import page as extension
from review.web.letters import page as letters
from review.web.parts.opened_case import CaseReader
from review.web.sheet import page as sheet
from shared.service.runtime import Runtime
from shared.service.service import ServiceParts
from shared.web.pages.own_style import own_style


def compose(runtime: Runtime) -> ServiceParts:
    """Build review over a runtime. Raises `RuntimeError` without a key database, which it needs to decrypt requests."""
    if runtime.vault is None:
        raise RuntimeError("review needs LANTAI_KEYS_DSN and the secrets of its scopes")
    deps = Dependencies(store=runtime.store, vault=runtime.vault, policy_of=runtime.policy)
    return ServiceParts(
        projections=PROJECTIONS,
        reactions=reactions(runtime.policy),
        routers=(own_style("review"), *pages(runtime, deps)),
    )


def pages(runtime: Runtime, deps: Dependencies) -> tuple[APIRouter, ...]:
    """The routers of all pages."""
    cases = CaseReader(runtime, deps)
    context = PageContext.of(cases, CasePage(cases))
    return tuple(page.routes(context) for page in (desk, case, draft, sheet, extension, letters))
