"""`python -m shared.policy lint [FOLDER …]`: print the faults of all packs, one a line.

Without faults, print the values that an agency must still confirm.

Exit code 0 when there are no faults, 1 otherwise; a value that an agency must still confirm is no fault. Folders hold
packs of agencies, and of the layers above them, beside the built-in ones.
"""

from pathlib import Path
from typing import Annotated

import typer

from shared.policy.library import BUILT_IN, checked
from shared.policy.pack import Pack

program = typer.Typer(help="规则包工具 (policy packs)", no_args_is_help=True)


@program.callback()
def _policy() -> None:
    """Keep `lint` a subcommand: without a callback, Typer drops the name of an only command."""


@program.command()
def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="另外的规则包目录 (folders of further packs)")
    ] = None,
) -> None:
    """检查全部规则包 (check every pack)."""
    packs, faults = checked((BUILT_IN, *(paths or ())))
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{len(packs)} 个规则包均无错误：{'、'.join(pack.head.title for pack in packs)}")
    for line in (line for pack in packs for line in _unconfirmed(pack)):
        typer.echo(line)


def _unconfirmed(pack: Pack) -> list[str]:
    entries = ((key, entry) for key, versions in pack.entries.items() for entry in versions)
    return [
        f"待确认 {pack.head.id} {key}：{entry.value}（{entry.note}）"
        for key, entry in entries
        if not entry.confirmed
    ]


if __name__ == "__main__":
    program()
