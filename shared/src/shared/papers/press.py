"""The press: renders a document from a template and data; the same input gives the same bytes.

Data is passed as JSON, never as Typst source, so an applicant's text is never read as markup. The PDF is
tagged (PDF/UA-1, read aloud by screen readers) and archivable (PDF/A-2a). Its time is the document's own date.

Rendering takes some milliseconds of processor time and, for a hostile text, more: a service renders in the worker processes of
`shared.papers.renderer`. Several threads may use a press at once; each template is rendered by one thread at a time.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property
from importlib import metadata, resources
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

import typst

from shared.papers.faces import choose, digest_of, drawable, fingerprint, gb2312, load_fonts
from shared.papers.printable import printable, shown_by_number
from shared.time.dates import chinese_date

_HOUSE = "shared.papers"
_CHINA = timezone(timedelta(hours=8))
_UNDRAWABLE = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


COMMON: Final = frozenset(map(chr, range(0x20, 0x7F))) | gb2312() | {"\n"}
"""Characters that every Chinese face draws; a test holds the free faces to it."""


class DocumentFailed(Exception):
    """The document could not be rendered; the message never contains the applicant's words."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document to be rendered: the template's name, the data that fills it, and the day that the file bears."""

    template: str
    data: Mapping[str, Any]
    dated_on: date


@dataclass(frozen=True, kw_only=True)
class RenderedDocument:
    """A finished PDF; `sha256` and `renderer` go into the event, so an audit can render it again."""

    pdf: bytes
    sha256: str
    pages: int
    renderer: str


class Press:
    """One per process: holds the fonts and one compiler per template.

    `packages` are packages whose folder `templates` holds templates of a service's own; each may import
    the house style (`@lantai/house`), and the template `paper` is always there. `fonts_dir` is a folder with faces
    that the deployment is licensed for
    (仿宋_GB2312, 方正小标宋简体, a Mongolian face); without it the free faces stand in.
    """

    def __init__(self, *packages: str, fonts_dir: Path | None = None) -> None:
        self._fonts = load_fonts(fonts_dir)
        self.faces = choose(self._fonts.families())
        self._templates = [
            file for name in (_HOUSE, *packages) for file in _folder(name, "templates").glob("*.typ")
        ]
        self._compilers: dict[str, tuple[typst.Compiler, Lock]] = {
            file.stem: (self._compiler(file), Lock()) for file in self._templates
        }
        self.renderer = self._renderer()

    def render(self, document: Document) -> RenderedDocument:
        """The PDF of the template filled with the data; days in it are written in Chinese.

        Characters that no face can draw are shown by their number before the page is set. What the faces have and the compiler
        still cannot draw, it names in its error, and the page is set a second time without it. Raises `DocumentFailed` when
        the template does not accept the data; this is a program error.
        """
        told = _replace(_tell(document.data), self._is_drawable)
        try:
            pdf, pages = self._compile(document.template, told, document.dated_on)
        except typst.TypstError as error:
            named = _named_by(error)
            pdf, pages = self._compile_again(document, _replace(told, lambda sign: sign not in named))
        digest = hashlib.sha256(pdf).hexdigest()
        return RenderedDocument(pdf=pdf, sha256=digest, pages=pages, renderer=self.renderer)

    @cached_property
    def _drawable(self) -> frozenset[str]:
        """Read when the first rare character comes: the tables of the faces take a quarter of a second."""
        return drawable(self._fonts)

    def _compile_again(self, document: Document, told: object) -> tuple[bytes, int]:
        try:
            return self._compile(document.template, told, document.dated_on)
        except typst.TypstError:
            raise DocumentFailed(
                f"文书模板 {document.template} 无法排版，请检查模板与数据字段是否一致"
            ) from None

    def _is_drawable(self, sign: str) -> bool:
        """Whether a face has a glyph for the character or for all its parts; blanks are drawn without one."""
        if sign in COMMON or sign in self._drawable or unicodedata.category(sign) == "Zs":
            return True
        parts = unicodedata.normalize("NFD", sign)
        return len(parts) > 1 and self._drawable.issuperset(parts)

    def _compile(self, template: str, told: object, dated_on: date) -> tuple[bytes, int]:
        compiler, lock = self._compilers[template]
        inputs = {"data": json.dumps(told, ensure_ascii=False), "faces": json.dumps(asdict(self.faces))}
        at = datetime.combine(dated_on, time(12), tzinfo=_CHINA)  # noon: the same day for a reader anywhere
        with lock:  # a compiler refuses a second caller while it runs
            pdf = compiler.compile(
                format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=at
            )
            pages = compiler.query("<page-count>", field="value", one=True)
        return cast("bytes", pdf), int(pages)

    def _compiler(self, template: Path) -> typst.Compiler:
        return typst.Compiler(
            template,
            root=template.parent,
            font_paths=self._fonts,
            ignore_system_fonts=True,
            package_path=_folder(_HOUSE, "packages"),
        )

    def _renderer(self) -> str:
        style = _folder(_HOUSE, "packages").rglob("*.typ")
        templates = digest_of([*self._templates, *style])
        version = metadata.version("typst")
        return f"typst {version}; fonts {fingerprint(self._fonts)[:16]}; templates {templates[:16]}"


def _folder(package: str, name: str) -> Path:
    return Path(str(resources.files(package).joinpath(name)))


def _tell(value: object) -> Any:
    """Convert a value to JSON: text made printable, days in Chinese, everything else unchanged."""
    match value:
        case str():
            return printable(value)
        case date():
            return chinese_date(value)
        case Mapping():
            return {key: _tell(part) for key, part in value.items()}
        case list() | tuple():
            return [_tell(part) for part in value]
        case _:
            return value


def _named_by(error: typst.TypstError) -> frozenset[str]:
    """The characters that the compiler could not draw; a common one among them is only the base of a mark."""
    clusters = (_ESCAPE.sub(_unescape, cluster) for cluster in _UNDRAWABLE.findall(error.message))
    return frozenset("".join(clusters)) - COMMON


def _unescape(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def _replace(told: Any, drawn: Callable[[str], bool]) -> Any:
    """The data with every character that is not drawn shown by its number."""
    match told:
        case str():
            numbers = {ord(sign): shown_by_number(sign) for sign in set(told) if not drawn(sign)}
            return told.translate(numbers)
        case dict():
            return {key: _replace(part, drawn) for key, part in told.items()}
        case list():
            return [_replace(part, drawn) for part in told]
        case _:
            return told
