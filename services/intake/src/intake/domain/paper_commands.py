"""The wishes about what goes out: the reply and the notice of an extension, each made out, then served."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.events.terms import Proof, Rendered
from shared.message import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderReply:
    """成文: the signed substance was put under its 文号 and rendered."""

    origin: Origin
    issue_id: UUID
    outcome: str
    reply: Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeReply:
    """送达 by the clerk: the day in law, the way, the proof of it (None on line: the system's own record is the proof)."""

    origin: Origin
    served_on: date
    method: str
    proof: Proof | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderExtensionNotice:
    """制作延期答复告知书: what review approved."""

    origin: Origin
    extension_id: UUID
    working_days: int
    notice: Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyExtension:
    """送达延期答复告知书 by the clerk: the day in law, the way, the proof of it."""

    origin: Origin
    served_on: date
    method: str
    proof: Proof | None


PaperCommand = RenderReply | ServeReply | RenderExtensionNotice | NotifyExtension
