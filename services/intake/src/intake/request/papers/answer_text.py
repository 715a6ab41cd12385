"""The words of an answer: composed from what was asked, what happened on the way, and what was signed.

The section decides the outcome and writes its own finding and decision; here the answer gets the form that the law
asks of a 答复书: what was asked and when, what was found, on which evidence, which article, what is decided (条例 36).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.request.papers.asked import LETTERS, Asked
from shared.papers.paper import Letter
from shared.papers.sentences import WordsMissing, filled

REGULATION = "《中华人民共和国政府信息公开条例》"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The signed draft: `document` is the kind that the article takes, `clause` the article itself (条例第三十七条).

    `form` is how the applicant wished to be supplied. `told` are the sentences of the policy around evidence, told after
    the document's own facts. `facts` are the evidence and the dates that the letter prints,
    by the names of letters.toml; each is a sentence or a plain word.
    """

    document: str
    clause: str
    finding: str
    decision: str
    materials: tuple[str, ...] = ()
    form: str = ""
    told: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def compose_answer(asked: Asked, answer: Answer) -> Letter:
    """The letter. Raises `WordsMissing` when it lacks what the document may not be without (a material, a search …)."""
    stock = LETTERS.of(answer.document)
    facts = asked.facts() | _facts(answer)
    lacking = [name for name in stock.get("needs", ()) if not facts.get(name)]
    if lacking:
        raise WordsMissing(f"{answer.document}缺少 {'、'.join(lacking)}，不能制作")
    finding = answer.finding.strip() or filled(stock.get("finding", ""), facts)
    parts = *(filled(text, facts) for text in (stock.get("facts", ""), *answer.told)), finding
    decision = filled(stock["decision"], facts), answer.decision.strip()
    return Letter(
        title=filled(stock["title"], facts),
        opening=asked.opening(),
        quotation=asked.recalled.quotation,
        course=asked.happened(),
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
    return filled(LETTERS.of("item")["place" if found else "text"], facts)
