"""Intake's reactions to events of other services, and to the destruction of a key."""

from intake.request.reactions.extensions import RenderApprovedExtension
from intake.request.reactions.keys import FinishKeyDestruction
from intake.request.reactions.lapses import LapseMissedCorrection
from intake.request.reactions.replies import RenderIssuedReply, SubstanceForged

__all__ = [
    "FinishKeyDestruction",
    "LapseMissedCorrection",
    "RenderApprovedExtension",
    "RenderIssuedReply",
    "SubstanceForged",
]
