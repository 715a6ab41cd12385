"""What intake does when others' facts arrive, and when its own key was destroyed."""

from intake.reactions.extensions import RenderApprovedExtension
from intake.reactions.keys import FinishKeyDestruction
from intake.reactions.lapses import LapseMissedCorrection
from intake.reactions.replies import RenderIssuedReply, SubstanceForged

__all__ = [
    "FinishKeyDestruction",
    "LapseMissedCorrection",
    "RenderApprovedExtension",
    "RenderIssuedReply",
    "SubstanceForged",
]
