"""Where a service's templates lie: beside the page that shows them, in any folder of its web."""

from importlib.resources import files
from pathlib import Path

from jinja2 import BaseLoader, FileSystemLoader


def templates_of(package: str) -> BaseLoader:
    """Every template of a service by its file's name, which no other folder of its web may repeat."""
    web = Path(str(files(package) / "web"))
    return FileSystemLoader(sorted({file.parent for file in web.rglob("*.html")}))
