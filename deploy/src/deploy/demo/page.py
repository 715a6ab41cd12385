"""A parsed page: its text, links, and forms with their present values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree, html

from deploy.errors import Unable

Value = str | list[str]


class PageFailed(Unable):
    """A page answered with an error, or lacks an expected form, link or text; the message holds the page's text."""


class Refused(PageFailed):
    """The page refused the typed values; trying again does not help."""


@dataclass
class Form:
    """A form: its action, its fields, the values that a browser would send unchanged, and its buttons."""

    action: str
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, typed: Mapping[str, Value]) -> dict[str, Value]:
        """The values to send. Raises `PageFailed` for a field that the form does not have."""
        missing = sorted(set(typed) - self.names)
        if missing:
            raise PageFailed(
                f"提交到 {self.action} 的表单没有这些栏目：{missing}，有的是：{sorted(self.names)}"
            )
        return {**self.values, **typed}


@dataclass(frozen=True)
class Page:
    """A page as received."""

    path: str
    text: str
    forms: list[Form]
    links: list[tuple[str, str]]

    def form(self, ending: str) -> Form:
        """The form whose action ends with `ending`."""
        for form in self.forms:
            if (form.action or self.path).endswith(ending):
                return form
        raise PageFailed(f"{self.path} 上没有提交到 …{ending} 的表单：{self.text[:300]}")

    def link(self, words: str) -> str:
        """The address of the link with this text."""
        for address, said in self.links:
            if words in said:
                return address
        raise PageFailed(f"{self.path} 上没有“{words}”的链接：{self.text[:300]}")


def read(path: str, text: str) -> Page:
    """Parse a page from its HTML."""
    document = html.document_fromstring(text.strip() or "<p>")
    links = [(each.get("href", ""), _words(each.itertext())) for each in document.iterfind(".//a[@href]")]
    return Page(path, _words(map(str, _SHOWN(document))), [_form(each) for each in document.forms], links)


_SHOWN: Final = etree.XPath("//text()[not(ancestor::script or ancestor::style or ancestor::textarea)]")


def _form(element: html.FormElement) -> Form:
    values: dict[str, list[str]] = {}
    for name, value in element.form_values():
        values.setdefault(name, []).append(value.removeprefix("\n"))
    buttons = [(each.get("name", ""), each.get("value", "")) for each in element.iterfind(".//button[@name]")]
    names = set(element.fields) | {name for name, _ in buttons}
    return Form(element.get("action", ""), names, buttons, values)


def _words(parts: Iterable[str]) -> str:
    """The text with single blanks."""
    return " ".join(" ".join(parts).split())
