"""What intake does when others' facts arrive, and when its own key was destroyed."""

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
