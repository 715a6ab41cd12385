"""`lantai agency`: the bureaus that a stack serves."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from deploy.errors import NoStack
from deploy.place.folder import StackFolder
from deploy.seed import agencies
from deploy.stack.running_stack import find
from shared.process.audit import audited

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def agency() -> None:
    """Group of commands."""


@app.command(help="增加一个机关：核对目录中的规则包并放入当前目录的本地系统，下次启动起受理申请。")
@audited("agency.add", "folder")
def add(
    folder: Annotated[Path, typer.Argument(help="规则包目录，其中有 pack.toml")],
) -> None:
    """Check and copy a pack; the services read it when they start."""
    stack = StackFolder.of(Path.cwd())
    added = agencies.add(stack, folder)
    if added not in agencies.library_of(stack).agencies():
        sys.stdout.write(f"已增加上级规则包 {added}。可以接着增加其中的机关。\n")
        return
    then = "请运行 lantai down，再运行 lantai up" if _runs() else "lantai up 之后"
    sys.stdout.write(f"已增加机关 {added}。{then}即开始受理；工作人员用 lantai intake account open 开户。\n")


@app.command("list", help="列出当前目录的本地系统的全部机关。")
def list_() -> None:
    """Every agency by its id."""
    for each in agencies.library_of(StackFolder.of(Path.cwd())).agencies():
        sys.stdout.write(f"{each}\n")


def _runs() -> bool:
    try:
        find(Path.cwd())
    except NoStack:
        return False
    return True
