"""The words of an answer: composed from what was asked, what happened on the way, and what was signed.

The section decides the outcome and writes its own finding and decision; here the answer gets the form that the law
asks of a 答复书: what was asked and when, what was found, on which evidence, which article, what is decided (条例 36).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from intake.documents.paper import Letter
from intake.documents.sentences import WordsMissing, filled, sentences
from shared.words.dates import chinese_date

REGULATION = "《中华人民共和国政府信息公开条例》"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The request that is answered; `organisation` chooses between 你 and 你单位.

    `course` is what happened on the way, each a pair: the name of a sentence in letters.toml, and its facts.
    """

    received_on: date
    request_number: str
    content: str
    organisation: bool
    information_label: str = "政府信息"
    course: tuple[tuple[str, Mapping[str, str]], ...] = ()

    def facts(self) -> dict[str, str]:
        """What every sentence may name."""
        return {
            "you": "你单位" if self.organisation else "你",
            "label": self.information_label,
            "received_on": chinese_date(self.received_on),
            "request_number": self.request_number,
            "content": self.content.strip().rstrip("。"),  # the sentence around it has its own full stop
        }

    def opening(self) -> str:
        """收悉: what was asked and when, then what happened since."""
        facts, course = self.facts(), sentences("course")
        told = (filled(course[name], facts | dict(more)) for name, more in self.course)
        return "\n".join((filled(sentences("opening")["text"], facts), *told))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was signed: `document` is the kind that the article takes, `clause` the article itself (条例第三十七条).

    `form` is how the applicant wished to be supplied. `facts` are the evidence and the dates that the letter prints,
    by the names of letters.toml; each is a sentence or a plain word.
    """

    document: str
    clause: str
    finding: str
    decision: str
    materials: tuple[str, ...] = ()
    form: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def compose_answer(asked: Asked, answer: Answer) -> Letter:
    """The letter. Raises `WordsMissing` when it lacks what the document may not be without (a material, a search …)."""
    stock = sentences(answer.document)
    facts = asked.facts() | _facts(answer)
    lacking = [name for name in stock.get("needs", ()) if not facts.get(name)]
    if lacking:
        raise WordsMissing(f"{answer.document}缺少 {'、'.join(lacking)}，不能制作")
    finding = answer.finding.strip() or filled(stock.get("finding", ""), facts)
    parts = filled(stock.get("facts", ""), facts), finding
    decision = filled(stock["decision"], facts), answer.decision.strip()
    return Letter(
        title=filled(stock["title"], facts),
        opening=asked.opening(),
        finding="\n".join(part for part in parts if part),
        decision="\n".join(part for part in decision if part),
        materials=() if "items" in stock.get("needs", ()) else answer.materials,
    )


def act_of(clause: str) -> str:
    """The article with the regulation's full name, as a letter cites it."""
    return REGULATION + clause.removeprefix("条例") if clause.startswith("条例") else clause


def _facts(answer: Answer) -> dict[str, str]:
    return {
        "basis": act_of(answer.clause),
        "finding": answer.finding.strip(),
        "form": answer.form,
        "count": str(len(answer.materials) or ""),
        "items": "\n".join(_item(number, line) for number, line in enumerate(answer.materials, start=1)),
        **answer.facts,
    }


def _item(number: int, line: str) -> str:
    """A publication such as `2024年统计公报：https://…`: title and place, where an address stands in the line."""
    title, found, rest = line.partition("http")
    facts = {"number": str(number), "title": title.rstrip("：:，, ") or line, "place": found + rest}
    return filled(sentences("item")["place" if found else "text"], facts)
