"""`lantai streams`: compare the bus with the wanted streams and consumers, and mend it."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from deploy.bus.rights import ADMIN
from deploy.bus.streams import check as check_bus
from deploy.bus.streams import provision
from deploy.stack.running_stack import find


def streams(
    *, check: Annotated[bool, typer.Option("--check", help="只比较；有差异则列出并以 1 结束")] = False
) -> None:
    """Compare streams and consumers with what is wanted; mend them, or only name the differences."""
    url = find(Path.cwd()).stack.nats.url_for(ADMIN)
    if check:
        asyncio.run(check_bus(url))
        return
    for change in asyncio.run(provision(url)):
        sys.stdout.write(f"{change}\n")
