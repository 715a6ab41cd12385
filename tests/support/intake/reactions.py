"""Intake over a log in memory with its reactions on papers."""

from datetime import date
from uuid import UUID

from intake.request.application import Application
from intake.request.handlers.checking import accept_request, complete_formal_check
from intake.request.handlers.correcting import notify_correction, request_correction
from intake.request.handlers.filing import file_request
from intake.request.handlers.stream import first_row, stream_of
from intake.request.reactions import LapseMissedCorrection, RenderApprovedExtension, RenderIssuedReply
from shared.eventlog.memory import MemoryStore
from shared.events import names
from shared.events.intake.request import Finding, ReplyRendered
from shared.events.registry import load
from shared.files.blobs import MemoryBlobs
from shared.message import Actor, Origin
from shared.policy import Policy
from shared.privacy.vault import MemoryVault
from support.intake.office import office_over, papers_over
from support.intake.papers import pages_in
from support.intake.replies import at, issued

APPLICATION = Application(
    applicant_kind="business",
    name="某某公司",
    identity_kind="营业执照",
    identity_number="91460000",
    email="a@example.org",
    content="住户调查样本户名单",
    supply_form="electronic",
    delivery="email",
)
FINDINGS = (Finding("description", "unclear", "条例第二十九条第二款第（二）项"),)


class IntakeInMemory:
    """Intake's handlers and reactions over a log in memory."""

    def __init__(self, press):
        self.vault, self.blobs = MemoryVault(), MemoryBlobs()
        self.store = MemoryStore("intake")
        self.deps, self.papers = office_over(self.store, self.vault), papers_over(press, self.blobs)
        parts = {"vault": self.vault, "papers": self.papers, "policy_of": Policy}
        self.render = RenderIssuedReply(**parts)
        self.extend = RenderApprovedExtension(**parts)
        self.lapse = LapseMissedCorrection(policy_of=Policy)

    def by(self, day, kind="staff"):
        """The origin of a command on a day of March 2025."""
        return Origin.first("qionghai", Actor(kind=kind, id="web", role="clerk"), at(day))

    async def filed(self):
        """A request of 2025-03-03."""
        receipt = await file_request(self.deps, self.by(3, "applicant"), APPLICATION)
        return UUID(str(receipt.result["request_id"]))

    async def accepted(self):
        """File and accept a request."""
        request = await self.filed()
        await self.accept(request, 4)
        return request

    async def accept(self, request, day):
        """The clerk finds nothing wanting and accepts, on a day of March 2025."""
        await complete_formal_check(self.deps, self.by(day), request, ())
        await accept_request(self.deps, self.by(day), request)

    async def awaiting_correction(self):
        """File a request whose correction notice was served on 2025-03-05."""
        request = await self.filed()
        await request_correction(
            self.deps,
            self.papers,
            self.by(4),
            request,
            findings=FINDINGS,
            explanation="请写明年份。",
            respond_working_days=10,
        )
        await notify_correction(self.deps, self.by(5), request, date(2025, 3, 5), "in-person", "本人签收")
        return request

    async def key(self, request):
        """The key of a request."""
        row = await first_row(self.store, "qionghai", request)
        return await self.vault.open("qionghai", row.key_id)

    async def answer(self, request, outcome, clause, **parts):
        """Issue a reply in review, render it in intake, and return the text of the PDF without blanks."""
        key = await self.key(request)
        await self.render.react(self.store, await issued(self.store, key, request, outcome, clause, **parts))
        rendered = await self.last(request)
        assert isinstance(rendered, ReplyRendered)
        pdf = key.open_bytes("identity", names.REPLY, self.blobs.kept[rendered.letter.blob])
        return "".join(pages_in(pdf))

    async def grant(self, request, day=date(2025, 3, 10)):
        """The text of a granting reply."""
        return await self.answer(request, "granted", "条例第三十六条第（二）项", day=day, materials=("表",))

    async def refer_to(self, document_number, day):
        """The text of the reply to a duplicate request, which refers to an earlier reply."""
        return await self.answer(
            await self.accepted(),
            "noproc_duplicate",
            "条例第三十六条第（六）项",
            day=day,
            evidence=(("earlier-case", {"earlier_same": "同一表"}, document_number),),
        )

    async def last(self, request):
        """The newest event of a request."""
        return load((await self.store.load("qionghai", stream_of(request)))[-1])
