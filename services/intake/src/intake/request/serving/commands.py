"""Commands about the reply and the notice of an extension: each is rendered, then served."""

from dataclasses import dataclass
from uuid import UUID

from shared.events.terms import LetterFact, ServiceFact
from shared.message import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderReply:
    """成文: the signed substance was put under its 文号 and rendered."""

    origin: Origin
    issue_id: UUID
    outcome: str
    letter: LetterFact


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeReply:
    """送达答复书 by the clerk."""

    origin: Origin
    served: ServiceFact


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderExtensionNotice:
    """制作延期答复告知书: what review approved."""

    origin: Origin
    extension_id: UUID
    working_days: int
    letter: LetterFact


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyExtension:
    """送达延期答复告知书 by the clerk."""

    origin: Origin
    served: ServiceFact


PaperCommand = RenderReply | ServeReply | RenderExtensionNotice | NotifyExtension
