"""The visible text of an HTML page, one line for each block; the text of a PDF, line by line."""

import io
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

import pypdfium2
from python_calamine import CalamineWorkbook

CELLS = frozenset({"td", "th", "dt", "dd"})
"""Elements that stand side by side on one line."""
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "br",
        "code",
        "em",
        "i",
        "label",
        "mark",
        "option",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "time",
        "u",
    ]
)
SPACED = frozenset({"span", "small"})
"""Inline elements that the style sheet sets apart."""
CONTROLS = frozenset({"input", "select", "textarea", "button"})
UNSEEN = frozenset({"script", "style"})
SHOWN = ("aria-label", "title", "alt", "placeholder")
"""Attributes whose words a person meets: read aloud, or shown in an empty box."""


def page_lines(html: str) -> list[str]:
    """Every visible line of a page: its title, its frame, its main part."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(reader.lines())


def main_lines(html: str) -> list[str]:
    """The title, the breadcrumbs and the main part of a page, without the frame that it shares with others."""
    title = re.search(r"<title>.*?</title>", html, re.DOTALL)
    crumbs = re.search(r'<nav class="crumbs.*?</nav>', html, re.DOTALL)
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    return page_lines("\n".join(part.group() for part in (title, crumbs, main) if part))


def pdf_lines(content: bytes) -> list[str]:
    """The text of a PDF, page by page."""
    lines: list[str] = []
    for number, page in enumerate(pypdfium2.PdfDocument(io.BytesIO(content)), 1):
        words = page.get_textpage().get_text_range()
        lines += [f"[page {number}]", *(line.strip() for line in words.splitlines() if line.strip())]
    return lines


def workbook_lines(content: bytes) -> list[str]:
    """The cells of a workbook, row by row."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = [row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python()]
    return [" | ".join(str(cell) for cell in row) for row in rows]


class _Reader(HTMLParser):
    """Collects text; a block element begins a new line, a cell a new column."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._unseen = self._within_cells = 0

    def lines(self) -> Iterator[str]:
        for line in self._lines:
            if words := " ".join(line.split()).strip("| "):
                yield words

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self._unseen += tag in UNSEEN
        self._break(tag)
        self._within_cells += tag in CELLS
        if tag in SPACED:
            self._say(" ")
        for name in SHOWN:
            if given.get(name):
                self._say(f" ‹{given[name]}› ")
        self._control(tag, given)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        if tag in {"textarea", "select", "option", "button"}:
            self._say({"option": " /", "button": "]"}.get(tag, "]"))
        self._within_cells -= tag in CELLS
        if tag not in CELLS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._say(data)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if tag in {"textarea", "select", "button"}:
            self._say(" [")
        elif tag == "option" and "selected" in given:
            self._say(" *")
        elif tag == "input" and kind in {"radio", "checkbox"}:
            self._say(" [x] " if "checked" in given else " [ ] ")
        elif tag == "input" and kind != "hidden":
            self._say(f" [{given.get('value', '')}] ")

    def _break(self, tag: str) -> None:
        if tag in CELLS:
            self._say(" | ")
        elif tag in INLINE or tag in CONTROLS:
            return
        elif self._within_cells:
            self._say(" ")
        else:
            self._lines.append("")

    def _say(self, words: str) -> None:
        self._lines[-1] += words
