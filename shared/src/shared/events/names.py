"""Published names: words that one service writes into an event and another looks for, each spelt once.

A sealed field is encrypted under its name, so these names never change.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

CONTENT, HINTS, PURPOSE, QUERY_CODE = "content", "hints", "purpose", "query_code"
"""申请: the information asked for, hints to find it, the purpose, and the applicant's query code."""
EXPLANATION, PROOF, REASON = "explanation", "proof", "reason"
"""补正要求, 送达凭证, and the reason for an act."""
FINDING, DECISION, MATERIALS = "finding", "decision", "materials"
"""拟答复意见: the findings, the decision, and the materials given. A box of evidence is sealed under its own name."""
PARTY, QUESTION = "party", "question"
"""征求意见: the party, and the question put to it."""

REPLY: Final = "reply"
CORRECTION_NOTICE: Final = "correction-notice"
EXTENSION_NOTICE: Final = "extension-notice"
"""The kinds of 文书: 答复书, 补正告知书, 延期答复告知书."""
POST: Final = "post"
"""邮政寄送: the only method by which a paper is dispatched on one day and received on another."""

GRANTED, PARTIAL, FORBIDDEN_BY_LAW = "granted", "partial", "deny_law_forbids"
"""予以公开, 部分公开, 法律禁止公开: the outcomes that review's rules test for."""
NO_CORRECTION: Final = "other_no_correction"
"""逾期不补正: only a lapsed request can have this outcome, and only this outcome can be lifted again."""
WITHDRAWN: Final = "other_other"
"""其他处理: the outcome that closes a withdrawn request."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """文号 (GB/T 9704-2012 7.2.5): 机关代字, four-digit year, number without leading zeros and without 第."""

    code: str
    year: int
    number: int

    def __str__(self) -> str:
        """The written form, such as 琼统公开〔2025〕3号."""
        return f"{self.code}〔{self.year}〕{self.number}号"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a 文号; None if `text` is not one."""
        found = _DOCUMENT_NUMBER.fullmatch(text)
        return cls(found[1], int(found[2]), int(found[3])) if found else None


_DOCUMENT_NUMBER: Final = re.compile(r"(\S{2,20})〔(\d{4})〕(\d{1,5})号")
