"""The faces of a document: which of the preferred faces are installed, and a fingerprint of those used.

The system's own fonts are never read: the same document must come out the same on every machine, and the fingerprint
goes into the event of the issue, so an audit can render the page again and compare.
"""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
from fontTools.ttLib import TTFont


@dataclass(frozen=True, kw_only=True)
class Faces:
    """The faces per role, best first; `title_is_stand_in` when 小标宋 is missing and must be imitated."""

    title: tuple[str, ...]
    body: tuple[str, ...]
    heading: tuple[str, ...]
    title_is_stand_in: bool


def load_fonts(fonts_dir: Path | None = None) -> typst.Fonts:
    """The free faces of the package, and before them those of the deployment's own folder."""
    folders = [pylopdf_fonts_zh_cn.serif_path().parent]
    own = [fonts_dir] if fonts_dir else []
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=own + folders)


def choose(families: Iterable[str]) -> Faces:
    """The preferred faces that are among `families`; `lantai doctor` shows the first of each role as the one used."""
    wishes = tomllib.loads(resources.files(__package__).joinpath("faces.toml").read_text("utf-8"))
    there = frozenset(families)
    found = {role: tuple(name for name in names if name in there) for role, names in wishes.items()}
    return Faces(**found, title_is_stand_in=found["title"][:1] == (wishes["title"][-1],))


def gb2312() -> frozenset[str]:
    """The characters of GB/T 2312: those of level one and two, punctuation and letters."""
    codes = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return frozenset("".join(code.decode("gb2312", "ignore") for code in codes))


def drawable(fonts: typst.Fonts) -> frozenset[str]:
    """Every character for which at least one of the faces has a glyph."""
    faces = {(font.path, font.index) for font in fonts.fonts() if font.path}
    return frozenset(
        chr(code) for path, index in faces for code in TTFont(path, fontNumber=index, lazy=True).getBestCmap()
    )


def fingerprint(fonts: typst.Fonts) -> str:
    """SHA-256 over the font files, ordered by their own hashes, so the folder's name does not matter."""
    paths = {Path(font.path) for font in fonts.fonts() if font.path}
    return digest_of(sorted(paths))


def digest_of(paths: Iterable[Path]) -> str:
    """SHA-256 over the contents of the files, in hexadecimal, independent of their names and order."""
    parts = sorted(hashlib.sha256(path.read_bytes()).digest() for path in paths)
    return hashlib.sha256(b"".join(parts)).hexdigest()
