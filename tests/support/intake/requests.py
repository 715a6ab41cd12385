"""Events and commands of an ordinary request of intake, for tables of given, when, then."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from intake.request import commands
from intake.request.admission import Admission
from intake.request.serving import commands as paper_commands
from shared.events.intake import request as events
from shared.events.terms import Basis, LetterFact, Proof, Sealed
from shared.message import Actor, Origin
from shared.policy import national_roles
from support.facts import came, person, reached, went

REQUEST = UUID("00000000-0000-4000-8000-000000000001")
ISSUE = UUID("00000000-0000-4000-8000-000000000002")
FILED_AT = datetime(2025, 3, 3, 1, 5, tzinfo=UTC)  # 09:05 in Shanghai
SIGNED = Proof(signed_by="applicant")
MAILED = Proof(number="XA123456789CN")
BASIS = Basis("第三条", "规程")
ADMISSION = Admission(
    channels=frozenset({"web", "counter"}),
    applicant_kinds=frozenset({"citizen", "company"}),
    fields_required=frozenset({"applicant_name", "contact", "description", "supply_form"}),
)


def sealed(text: str) -> Sealed:
    """A sealed field that no test opens."""
    return Sealed("identity", text)


def origin(at: datetime = FILED_AT, role: str = "clerk") -> Origin:
    """The origin of a staff member's command."""
    return Origin.first("qionghai", Actor(kind="staff", id="wang.li", role=role), at)


def file_request(**changed: Any) -> commands.FileRequest:
    """File a complete request on line, with these changes."""
    fields: dict[str, Any] = {
        "origin": origin(),
        "admission": ADMISSION,
        "request_id": REQUEST,
        "number": 7,
        "channel": "web",
        "receipt_rule": "enters-mailbox",
        "receipt_basis": BASIS,
        "instants": {"submitted": FILED_AT},
        "given": ADMISSION.fields_required,
        "applicant": person(sealed("name"), "citizen"),
        "content": sealed("content"),
        "hints": None,
        "purpose": None,
        "supply_form": "electronic",
        "delivery": "download",
        "query_code": sealed("code"),
        "query_lookup": "ab" * 32,
    }
    return commands.FileRequest(**(fields | changed))


RECEIVED = events.RequestReceived(
    request_id=REQUEST,
    year=2025,
    number=7,
    receipt=came(date(2025, 3, 3), {"submitted": FILED_AT}, rule=BASIS),
    applicant=person(sealed("name"), "citizen"),
    content=sealed("content"),
    supply_form="electronic",
    delivery="download",
    query_code=sealed("code"),
    query_lookup="ab" * 32,
)
FINDING = events.Finding("contact", "missing", "第二十九条")
FOUND_WANTING = events.FormalCheckCompleted(
    request_id=REQUEST, checked_on=date(2025, 3, 4), findings=(FINDING,), basis=BASIS
)
CHECKED = events.FormalCheckCompleted(
    request_id=REQUEST, checked_on=date(2025, 3, 4), findings=(), basis=BASIS
)
ACCEPTED = events.RequestAccepted(
    request_id=REQUEST,
    accepted_on=date(2025, 3, 4),
    year=2025,
    number=7,
    received_on=date(2025, 3, 3),
    applicant_kind="citizen",
    content=sealed("content"),
)
RENDERED_PAPER = LetterFact(
    document_number="海统公开〔2025〕1号", sha256="cd" * 32, blob="ef" * 32, pages=1, renderer="typst 1"
)
RENDERED = events.ReplyRendered(
    request_id=REQUEST,
    issue_id=ISSUE,
    outcome="granted",
    letter=RENDERED_PAPER,
    rendered_on=date(2025, 3, 10),
)
SERVED = events.ReplyDispatched(
    request_id=REQUEST,
    document_number="海统公开〔2025〕1号",
    outcome="granted",
    served=went(date(2025, 3, 11), "electronic"),
)
FETCHED = events.PaperReceived(
    request_id=REQUEST,
    paper="reply",
    document_number="海统公开〔2025〕1号",
    delivered=reached(date(2025, 3, 11)),
)
DESTROYED = events.KeyDestroyed(request_id=REQUEST, reason="erasure-upheld", basis=BASIS)

TO_SERVED = (RECEIVED, CHECKED, ACCEPTED, RENDERED, SERVED)


def serve(
    served_on: date = date(2025, 3, 11), method: str = "electronic", proof: Proof | None = None
) -> paper_commands.ServeReply:
    """Record the service of the reply on 2025-03-12 at noon in Shanghai."""
    at = datetime(2025, 3, 12, 4, tzinfo=UTC)
    return paper_commands.ServeReply(origin=origin(at), served=went(served_on, method, proof))


def render(outcome: str = "granted", issue_id: UUID = ISSUE) -> paper_commands.RenderReply:
    """Render the reply on 2025-03-10; another issue gets another number."""
    number = f"海统公开〔2025〕{1 if issue_id == ISSUE else issue_id.int}号"
    return paper_commands.RenderReply(
        origin=origin(datetime(2025, 3, 10, 2, tzinfo=UTC)),
        issue_id=issue_id,
        outcome=outcome,
        letter=replace(RENDERED_PAPER, document_number=number),
    )


def check(*findings: events.Finding) -> commands.CompleteFormalCheck:
    """Complete the formal check on 2025-03-04."""
    return commands.CompleteFormalCheck(
        origin=origin(datetime(2025, 3, 4, 2, tzinfo=UTC)),
        findings=findings,
        fields_required=ADMISSION.fields_required,
        basis=BASIS,
    )


def accept() -> commands.AcceptRequest:
    """Accept on 2025-03-04."""
    return commands.AcceptRequest(origin=origin(datetime(2025, 3, 4, 3, tzinfo=UTC)))


def destroy(
    reason: str = "erasure-upheld", role: str = "head", at: datetime = datetime(2025, 6, 1, tzinfo=UTC)
) -> commands.DestroyKey:
    """Destroy the key; the retention period is ten years."""
    able = national_roles().able((role,))
    return commands.DestroyKey(origin=origin(at, role), able=able, reason=reason, retention_years=10)


def view(purpose: str = "contact") -> commands.ViewApplicant:
    """Open the applicant's identity."""
    return commands.ViewApplicant(origin=origin(), purpose=purpose)


def withdraw(withdrawn_on: date = date(2025, 3, 6), at: datetime | None = None) -> commands.WithdrawRequest:
    """Withdraw the request on 2025-03-06."""
    by = origin(at or datetime(2025, 3, 6, 2, tzinfo=UTC))
    return commands.WithdrawRequest(origin=by, withdrawn_on=withdrawn_on, reason=None)


WITHDRAWN = events.RequestWithdrawn(
    request_id=REQUEST,
    withdrawn_on=date(2025, 3, 6),
    reason=None,
    year=2025,
    number=7,
    received_on=date(2025, 3, 3),
    applicant_kind="citizen",
    content=sealed("content"),
)
EXTENSION = UUID("00000000-0000-4000-8000-000000000003")
EXTENSION_PAPER = LetterFact(
    document_number="海统公开延〔2025〕1号", sha256="dc" * 32, blob="fe" * 32, pages=2, renderer="typst 1"
)
EXTENSION_RENDERED = events.ExtensionNoticeRendered(
    request_id=REQUEST,
    extension_id=EXTENSION,
    working_days=10,
    letter=EXTENSION_PAPER,
    rendered_on=date(2025, 3, 8),
)
EXTENSION_NOTIFIED = events.ExtensionNoticeDispatched(
    request_id=REQUEST,
    extension_id=EXTENSION,
    working_days=10,
    document_number="海统公开延〔2025〕1号",
    served=went(date(2025, 3, 9), "in-person", SIGNED),
)
EXTENSION_RECEIVED = events.PaperReceived(
    request_id=REQUEST,
    paper="extension-notice",
    document_number="海统公开延〔2025〕1号",
    delivered=reached(date(2025, 3, 9)),
)


def render_extension() -> paper_commands.RenderExtensionNotice:
    """Render the notice of an extension of ten working days on 2025-03-08."""
    return paper_commands.RenderExtensionNotice(
        origin=origin(datetime(2025, 3, 8, 2, tzinfo=UTC)),
        extension_id=EXTENSION,
        working_days=10,
        letter=EXTENSION_PAPER,
    )


def notify_extension(
    served_on: date = date(2025, 3, 9), method: str = "in-person", proof: Proof | None = SIGNED
) -> paper_commands.NotifyExtension:
    """Record on 2025-03-10 that the notice was served on 2025-03-09."""
    at = datetime(2025, 3, 10, 2, tzinfo=UTC)
    return paper_commands.NotifyExtension(origin=origin(at), served=went(served_on, method, proof))
