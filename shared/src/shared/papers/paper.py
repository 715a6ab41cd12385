"""公文: every paper that bears the agency's red head and seal, after GB/T 9704-2012."""

from dataclasses import asdict, dataclass
from datetime import date

from shared.papers.letterhead import Letterhead
from shared.papers.press import Document


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The words of a paper; each line of a text is a paragraph. `materials` become the 附件说明.

    `quotation`: the applicant's words, set as a block of their own after the opening. `course`: what happened since the receipt.
    """

    title: str
    opening: str
    finding: str
    decision: str
    materials: tuple[str, ...] = ()
    quotation: str = ""
    course: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper ready to be issued: sender, addressee, 文号, text and redress.

    `document_number` is the 文号 that intake assigned (海统公开〔2025〕1号). `redress` is the full sentence with the
    reviewing body and the period: a reply without either extends the limit to a year (行政复议法 20).
    It is "" for a notice that decides nothing.
    """

    agency: Letterhead
    document_number: str
    applicant_name: str
    letter: Letter
    redress: str
    issued_on: date
    exercise: bool

    def document(self) -> Document:
        """The paper to be rendered, dated on the day of issue; an exercise (演练) says so at the head of every page."""
        return Document(template="paper", data=asdict(self), dated_on=self.issued_on)
