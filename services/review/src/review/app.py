"""The composition root of review: which projections, which reactions, which pages."""

from fastapi import APIRouter

from review.case.handlers import Office
from review.case.reactions import reactions
from review.projections import PROJECTIONS
from review.web.case import page as case
from review.web.context import PageContext
from review.web.desk import page as desk
from review.web.draft import page as draft
from review.web.extension import page as extension
from review.web.letters import page as letters
from review.web.sheet import page as sheet
from shared.service.runtime import Runtime
from shared.service.service import ServiceParts
from shared.web.pages.own_style import own_style


def compose(runtime: Runtime) -> ServiceParts:
    """What review is made of. Raises `RuntimeError` without a key database: it could read nothing that was asked."""
    if runtime.vault is None:
        raise RuntimeError("review needs LANTAI_KEYS_DSN and the secrets of its scopes")
    office = Office(store=runtime.store, vault=runtime.vault, policy_of=runtime.policy)
    return ServiceParts(
        projections=PROJECTIONS,
        reactions=reactions(runtime.policy),
        routers=(own_style("review"), *pages(runtime, office)),
    )


def pages(runtime: Runtime, office: Office) -> tuple[APIRouter, ...]:
    """All pages, each from its folder."""
    context = PageContext.of(runtime, office)
    return tuple(page.routes(context) for page in (desk, case, draft, sheet, extension, letters))
