"""The texts as they are meant to be: packed in one file beside this one, compared with those of a run."""

import difflib
import re
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

STORED: Final = Path(__file__).with_name("texts.tar.xz")
FIGURES: Final = re.compile(r"\d+")
Texts = Mapping[str, str]


def stored() -> Texts:
    """The stored texts by their names."""
    with tarfile.open(STORED) as packed:
        files = [(each.name, packed.extractfile(each)) for each in packed.getmembers()]
        return {name: file.read().decode() for name, file in files if file}


def texts_of(folder: Path) -> Texts:
    """The texts that a run wrote to `folder`."""
    return {str(file.relative_to(folder)): file.read_text("utf-8") for file in sorted(folder.rglob("*.txt"))}


def store(folder: Path) -> None:
    """Put the texts of a run in the place of the stored ones; the same texts make the same file."""
    with tarfile.open(STORED, "w:xz", preset=9) as packed:
        for name in texts_of(folder):
            about = packed.gettarinfo(folder / name, name)
            about.mtime, about.uid, about.gid, about.uname, about.gname, about.mode = 0, 0, 0, "", "", 0o644
            with (folder / name).open("rb") as file:
                packed.addfile(about, file)


def differences(before: Texts, after: Texts) -> Iterator[str]:
    """What went and came, file by file."""
    for name in sorted({*before, *after}):
        old, new = (texts.get(name, "").splitlines() for texts in (before, after))
        yield from difflib.unified_diff(old, new, f"stored/{name}", f"now/{name}", n=1, lineterm="")


def gist(before: Texts, after: Texts) -> Iterator[str]:
    """The lines that went and came over all files, with their figures masked and counted: what changed, said once."""
    went, came = Counter[str](), Counter[str]()
    for name in {*before, *after}:
        old, new = (Counter(_plain(texts.get(name, ""))) for texts in (before, after))
        went += old - new
        came += new - old
    for sign, lines in (("-", went), ("+", came)):
        yield from (
            f"{sign} {times:4} × {line}" for line, times in sorted(lines.items(), key=lambda it: -it[1])
        )


def _plain(text: str) -> Iterator[str]:
    """The lines of a text without their signs and figures; headings are left out."""
    for line in text.splitlines():
        if not line.startswith("==="):
            yield FIGURES.sub("#", line.lstrip("+-"))
