"""The composition root of intake: projections, reactions and pages, put together once."""

from intake.context import page_context
from intake.projections import PROJECTIONS
from intake.request.reactions import (
    FinishKeyDestruction,
    LapseMissedCorrection,
    RenderApprovedExtension,
    RenderIssuedReply,
)
from intake.storage import PRIVATE
from intake.web import api
from intake.web.apply import page as apply
from intake.web.docket import page as docket
from intake.web.home import page as public
from intake.web.leave import page as leave
from intake.web.receipt import page as receipt
from intake.web.register import page as register
from intake.web.request import acts, corrections
from intake.web.request import page as request
from intake.web.signin import page as signing
from intake.web.signin import password
from intake.web.track import acts as track_acts
from intake.web.track import page as track
from shared.service.runtime import Runtime
from shared.service.service import ServiceParts
from shared.web.pages.own_style import own_style

PRIVATES = (PRIVATE,)
PAGES = (
    *(signing, password, api, docket, request, acts, corrections, register),
    *(receipt, track_acts, track, leave, apply, public),
)
"""Routes are matched in this order. Sign-in and staff pages come first: `/{agency}/` would match their addresses."""


def compose(runtime: Runtime) -> ServiceParts:
    """Build intake's projections, reactions and pages over a runtime."""
    context = page_context(runtime)
    vault, papers, policy_of = context.deps.vault, context.papers, runtime.policy
    return ServiceParts(
        projections=PROJECTIONS,
        reactions=(
            RenderIssuedReply(vault=vault, papers=papers, policy_of=policy_of),
            RenderApprovedExtension(vault=vault, papers=papers, policy_of=policy_of),
            LapseMissedCorrection(policy_of=policy_of),
            FinishKeyDestruction(vault=vault),
        ),
        routers=(own_style("intake"), *(part.routes(context) for part in PAGES)),
    )
