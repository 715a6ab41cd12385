"""`lantai configure`: choose the secrets of a deployment in containers and write its files."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from deploy.containers import files as containers


def configure(
    folder: Annotated[Path, typer.Argument(help="写入的目录；compose.yaml 读的是 deploy/env")],
    url: Annotated[str, typer.Option(help="公众访问的网址，例如 https://xxgk.example.gov.cn")],
) -> None:
    """Write environment files and the broker's configuration, each once, readable by their owner only."""
    for file in containers.configure(folder, url.rstrip("/")):
        sys.stdout.write(f"{file}\n")
