"""The words of an answer: composed from what was asked and what is granted; the sentences are data.

The section decides the outcome and may give its own finding; here the answer gets the form that the law asks
of a 公开答复书: what was asked and when, what was found, which article, what is decided (条例 36).
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import assert_never

from intake.documents.reply import Letter
from intake.documents.wording import chinese_date


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The request that is answered; `organisation` chooses between 你 and 你单位."""

    received_on: date
    request_number: str
    content: str
    organisation: bool
    information_label: str = "政府信息"


@dataclass(frozen=True, kw_only=True)
class PublishedItem:
    """One publication: its title, where it stands (an address, a hall), and since when."""

    title: str
    place: str
    published_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AlreadyPublic:
    """条例第三十六条第（一）项: it is public; the answer names way and place."""

    items: tuple[PublishedItem, ...]
    way: str


@dataclass(frozen=True, kw_only=True)
class Provided:
    """条例第三十六条第（二）项: it is provided with the answer, in the named form (电子邮件, 纸质…)."""

    materials: tuple[str, ...]
    form: str


def compose_granted(
    asked: Asked, grant: AlreadyPublic | Provided, *, finding: str = "", also_by: tuple[str, ...] = ()
) -> Letter:
    """The letter that grants; `finding` replaces the stock finding, `also_by` adds local rules to the article.

    Raises ValueError when nothing is named that the applicant gets: such a letter would grant nothing.
    """
    match grant:
        case AlreadyPublic(items=items, way=way):
            sentences = _sentences("already-public")
            facts = {"items": "\n".join(_listed(sentences, items)), "way": way}
            given, materials = len(items), ()
        case Provided(materials=materials, form=form):
            sentences = _sentences("provided")
            facts = {"form": form, "count": str(len(materials))}
            given = len(materials)
        case _:
            assert_never(grant)
    if not given:
        raise ValueError("予以公开的答复须列明公开的信息或者提供的材料")
    facts |= _facts(asked) | {"basis": "、".join((sentences["article"], *also_by))}
    return Letter(
        title=sentences["title"].format_map(facts),
        opening=_sentences("opening")["text"].format_map(facts),
        finding=finding or sentences["finding"].format_map(facts),
        decision=sentences["decision"].format_map(facts).strip(),
        materials=materials,
    )


def _sentences(outcome: str) -> dict[str, str]:
    letters = tomllib.loads(resources.files("intake.documents").joinpath("letters.toml").read_text("utf-8"))
    sentences: dict[str, str] = letters[outcome]
    return sentences


def _facts(asked: Asked) -> dict[str, str]:
    return {
        "you": "你单位" if asked.organisation else "你",
        "label": asked.information_label,
        "received_on": chinese_date(asked.received_on),
        "request_number": asked.request_number,
        "content": asked.content.strip().rstrip("。"),  # the sentence around it has its own full stop
    }


def _listed(sentences: dict[str, str], items: tuple[PublishedItem, ...]) -> list[str]:
    """One line per publication, numbered, with the day of publication where it is known."""
    lines = []
    for number, item in enumerate(items, start=1):
        day = item.published_on
        published = sentences["published"].format(published_on=chinese_date(day)) if day else ""
        facts = {"number": number, "title": item.title, "published": published, "place": item.place}
        lines.append(sentences["item"].format_map(facts))
    return lines
