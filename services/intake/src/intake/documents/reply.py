"""公开答复书: the answer of the agency as an official document after GB/T 9704-2012."""

from dataclasses import asdict, dataclass
from datetime import date

from intake.documents.press import Press, RenderedDocument


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Where the agency's disclosure office is reached; what is empty is not printed."""

    address: str
    telephone: str
    postcode: str = ""
    email: str = ""
    office_hours: str = ""


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The agency on its paper: name in the red head, name under the seal, office in the 版记."""

    name: str
    seal_name: str
    office: str
    contact: Contact


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The words of an answer; each line of a text is a paragraph. `materials` become the 附件说明."""

    title: str
    opening: str
    finding: str
    decision: str
    materials: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer ready to be issued: who answers whom under which 文号, in which words, with which redress.

    `document_number` is the 文号 that intake assigned (琼统依申请〔2025〕1号); `redress` is the full sentence with
    body and period, because leaving either out stretches the limit to a year (行政复议法 20).
    """

    agency: Letterhead
    document_number: str
    applicant_name: str
    letter: Letter
    redress: str
    issued_on: date
    exercise: bool


def render_reply(press: Press, reply: Reply) -> RenderedDocument:
    """The reply as PDF, dated on the day of issue; an exercise (演练) says so at the head of every page."""
    return press.set_document("reply", asdict(reply), dated_on=reply.issued_on)
