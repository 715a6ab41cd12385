"""Acts over two nouns: each reads the case and its 保密审查单, writes one of them and guards the other."""

from review.acts.drafting_outcome import assign_section, propose_outcome
from review.acts.reviewing import complete_review, void_review
from review.acts.signing_draft import issue_reply, sign_draft

__all__ = [
    "assign_section",
    "complete_review",
    "issue_reply",
    "propose_outcome",
    "sign_draft",
    "void_review",
]
