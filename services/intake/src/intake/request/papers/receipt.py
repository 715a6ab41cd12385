"""登记回执: what the applicant takes home: number, query code, when the answer is due, how to track."""

from dataclasses import asdict, dataclass
from datetime import date

from shared.papers.letterhead import Letterhead
from shared.papers.press import Document


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A registered request as the applicant sees it.

    `due_statement` is a sentence (the period, and the last day once it is counted); `tracking` says where number,
    query code and name are entered. Whoever holds code and name sees the request: the page says to keep it.
    """

    agency: Letterhead
    request_number: str
    query_code: str
    applicant_name: str
    received_on: date
    content: str
    due_statement: str
    tracking: str
    issued_on: date
    exercise: bool
    information_label: str = "政府信息"

    def document(self) -> Document:
        """The receipt to be rendered, dated on the day of registration."""
        return Document(template="receipt", data=asdict(self), dated_on=self.issued_on)
