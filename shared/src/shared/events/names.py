"""Published names: what one service writes into an event and another looks for, each spelt once.

Sealed fields are named as the boxes are sealed: the name is part of what a box is bound to, so it is never changed.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

CONTENT, HINTS, PURPOSE, QUERY_CODE = "content", "hints", "purpose", "query_code"
"""申请: what is asked for, what helps to find it, what for, and the code by which its applicant finds it again."""
EXPLANATION, PROOF, REASON = "explanation", "proof", "reason"
"""补正要求, 送达凭证, and why somebody did something."""
FINDING, DECISION, MATERIALS = "finding", "decision", "materials"
"""拟答复意见: what was found, what is decided, what is given; a box of evidence is sealed under its own name."""
PARTY, QUESTION = "party", "question"
"""征求意见: whom, and what."""

REPLY, CORRECTION_NOTICE, EXTENSION_NOTICE = "reply", "correction-notice", "extension-notice"
"""文书 by kind: 答复书, 补正告知书, 延期答复告知书."""
POST: Final = "post"
"""邮政寄送: of the ways of service the one by which a paper is dispatched on one day and received on another."""

GRANTED, PARTIAL, FORBIDDEN_BY_LAW = "granted", "partial", "deny_law_forbids"
"""予以公开, 部分公开, 法律禁止公开: the outcomes that rules of review look at."""
NO_CORRECTION: Final = "other_no_correction"
"""逾期不补正: the outcome that only a lapsed request can have, and the one end that may turn out not to be one."""
WITHDRAWN: Final = "other_other"
"""其他处理: by which a withdrawn request is closed."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """文号 (GB/T 9704-2012 7.2.5): 机关代字, the year in full, the number without leading zero and without 第."""

    code: str
    year: int
    number: int

    def __str__(self) -> str:
        """琼统公开〔2025〕3号."""
        return f"{self.code}〔{self.year}〕{self.number}号"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The 文号 that `text` is; None where it is none."""
        found = _DOCUMENT_NUMBER.fullmatch(text)
        return cls(found[1], int(found[2]), int(found[3])) if found else None


_DOCUMENT_NUMBER: Final = re.compile(r"(\S{2,20})〔(\d{4})〕(\d{1,5})号")
