"""`lantai up` and `lantai down`: start and stop the local stack of the current folder."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.commands.opening import Opening, once_ready_for
from deploy.place import state
from deploy.place.folder import StackFolder
from deploy.place.progress import refuse_half
from deploy.stack import detached
from deploy.stack.session import StackOptions, run_stack
from deploy.stack.stack import Stack


def up(
    *,
    detach: Annotated[bool, typer.Option("--detach", help="在后台运行，用 lantai down 停止")] = False,
    empty: Annotated[bool, typer.Option("--empty", help="只载入机关和人员")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="演练方式：演完样例的 2025 年")] = False,
    only: Annotated[str, typer.Option("--only", help="与 --demo 同用：只演这几件，例如 qh-31")] = "",
    port: Annotated[int | None, typer.Option(help="门户端口；不写则沿用上次的，或选一个空闲的")] = None,
) -> None:
    """Run the stack of the current folder until Ctrl-C, or in the background; its data lies in `./.lantai`."""
    if empty and demo:
        raise typer.BadParameter("--empty 和 --demo 只能选一个")
    if only and not demo:
        raise typer.BadParameter("--only 要与 --demo 同用")
    opening = Opening.DEMO if demo else Opening.EMPTY if empty else Opening.RESUME
    once_ready = once_ready_for(opening, only)
    place = Path.cwd()
    if demo:
        refuse_half(StackFolder.of(place))
    if detach:
        detached.start(place, _in_foreground(opening, port, only), _repeat)
        return

    async def greet(stack: Stack) -> None:
        _tell_where(place)
        await once_ready(stack)

    run_stack(place, StackOptions(exercise=demo or None, portal_port=port), greet)


def down() -> None:
    """Stop the stack that runs in the current folder; its data stays."""
    detached.stop(Path.cwd())


def _in_foreground(opening: Opening, port: int | None, only: str) -> list[str]:
    """Return the command that runs the same stack without `--detach`."""
    command = [sys.executable, "-m", "deploy", "up"]
    chosen = command if opening is Opening.RESUME else [*command, f"--{opening}"]
    named = [*chosen, f"--only={only}"] if only else chosen
    return named if port is None else [*named, f"--port={port}"]


def _repeat(text: str) -> None:
    """Print the output of the stack in the background: addresses, accounts, progress of a demo."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _tell_where(place: Path) -> None:
    chosen = state.load(StackFolder.of(place).state)
    if chosen is not None:
        mode = "（演练）" if chosen.exercise else ""
        Console(soft_wrap=True).print(f"兰台已就绪{mode}：{chosen.portal_url}/", highlight=False)
