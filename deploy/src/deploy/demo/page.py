"""A page as a person sees it: words, links, and forms with what already stands in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from deploy.errors import Unable

Value = str | list[str]
VOID_OF_WORDS = frozenset({"script", "style"})


class PageFailed(Unable):
    """A page answered with an error, or lacks what a person would look for; carries what it said."""


class Refused(PageFailed):
    """The page said no to what was typed: to ask again would not help."""


@dataclass
class Form:
    """A form: where it goes, what can be filled in, what a browser would send of it untouched, what can be pressed."""

    action: str
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, typed: Mapping[str, Value]) -> dict[str, Value]:
        """What is sent. Refused: a field that the form does not have."""
        missing = sorted(set(typed) - self.names)
        if missing:
            raise PageFailed(
                f"提交到 {self.action} 的表单没有这些栏目：{missing}，有的是：{sorted(self.names)}"
            )
        return {**self.values, **typed}


@dataclass(frozen=True)
class Page:
    """A page as it came."""

    path: str
    text: str
    forms: list[Form]
    links: list[tuple[str, str]]

    def form(self, ending: str) -> Form:
        """The form whose action ends so."""
        for form in self.forms:
            if (form.action or self.path).endswith(ending):
                return form
        raise PageFailed(f"{self.path} 上没有提交到 …{ending} 的表单：{self.text[:300]}")

    def link(self, words: str) -> str:
        """Where the link with these words leads."""
        for address, said in self.links:
            if words in said:
                return address
        raise PageFailed(f"{self.path} 上没有“{words}”的链接：{self.text[:300]}")


def read(path: str, html: str) -> Page:
    """The page that this HTML shows."""
    reader = _Reader()
    reader.feed(html)
    links = [(address, " ".join("".join(words).split())) for address, words in reader.links]
    return Page(path, words_of(reader.words), reader.forms, links)


def words_of(parts: list[str]) -> str:
    """Words with single blanks between them."""
    return " ".join(" ".join(parts).split())


@dataclass
class _Reader(HTMLParser):
    forms: list[Form] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    links: list[tuple[str, list[str]]] = field(default_factory=list)
    _select: str = ""
    _area: str = ""
    _within: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        match tag:
            case "form":
                self.forms.append(Form(given.get("action", "")))
            case "a" if "href" in given:
                self.links.append((given["href"], []))
                self._within.append("a")
            case "input" | "button" | "select" | "textarea" if self.forms and given.get("name"):
                self._control(tag, given, checked="checked" in given)
            case "option" if self._select and "selected" in given:
                self._put(self._select, given.get("value", ""))
            case _ if tag in VOID_OF_WORDS:
                self._within.append(tag)

    def _control(self, tag: str, given: Mapping[str, str], *, checked: bool) -> None:
        name, kind = given["name"], given.get("type", "text")
        self.forms[-1].names.add(name)
        if tag == "button":
            self.forms[-1].buttons.append((name, given.get("value", "")))
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            self._put(name, "")
        elif tag == "input" and (checked or kind not in ("checkbox", "radio", "submit", "file")):
            self._put(name, given.get("value", ""))

    def _put(self, name: str, value: str) -> None:
        self.forms[-1].values.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
        elif self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if self._area:
            values = self.forms[-1].values[self._area]
            values[-1] += data if values[-1] else data.removeprefix("\n")
        elif not VOID_OF_WORDS.intersection(self._within):
            self.words.append(data)
            if "a" in self._within:
                self.links[-1][1].append(data)
