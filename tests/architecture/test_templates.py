"""A page's templates take from its own folder and from what lies below it in the order of pages, as its modules do."""

import re
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from pathlib import Path

import pytest

from support import source_tree

TAKEN = re.compile(r'{%-?\s*(?:extends|include|import|from)\s+"([a-z_]+)/')
EVERYBODYS = "shared"


def ranks(contracts: str, service: str) -> Mapping[str, int]:
    """Page → its layer in the contract of the service's pages, the lowest 0."""
    parser = ConfigParser()
    parser.read_string(contracts)
    layers = parser[f"importlinter:contract:pages-of-{service}"]["layers"].split("\n")
    found = [layer for layer in layers if layer]
    return {page.strip(): rank for rank, layer in enumerate(reversed(found)) for page in layer.split("|")}


def strayed(web: Path, order: Mapping[str, int]) -> Iterator[str]:
    """Templates that take from a page beside or above their own."""
    for template in sorted(web.rglob("*.html")):
        own = template.relative_to(web).parts[0]
        for page in TAKEN.findall(template.read_text("utf-8")):
            if page not in {own, EVERYBODYS} and order[page] >= order[own]:
                yield f"{own}/{template.name} takes from {page}"


@pytest.mark.parametrize("service", source_tree.SERVICES)
def test_templates_keep_the_order_of_pages(service):
    """No template takes from a page that its page may not import."""
    order = ranks((source_tree.ROOT / ".importlinter").read_text("utf-8"), service)

    assert list(strayed(source_tree.SOURCES[service] / "web", order)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{% include "desk/rows.html" %}', ["draft/draft.html takes from desk"]),
        ('{%- import "case/parts.html" as parts %}', ["draft/draft.html takes from case"]),
        ('{% extends "shared/staff.html" %}{% include "parts/due.html" %}{% include "draft/x.html" %}', []),
    ],
)
def test_sees_a_template_that_strays(tmp_path, text, found):
    """A page beside or above is noticed; one's own folder, parts and the shared templates are free."""
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "draft.html").write_text(text, "utf-8")

    assert list(strayed(tmp_path, {"parts": 0, "draft": 1, "desk": 1, "case": 2})) == found
