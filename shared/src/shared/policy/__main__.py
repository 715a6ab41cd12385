"""`python -m shared.policy lint [FOLDER …]`: the faults of all packs, one sentence a line.

Exit code 0 when there are none, 1 otherwise. Folders hold packs of agencies beside the built-in ones.
"""

from pathlib import Path
from typing import Annotated

import typer

from shared.policy.library import BUILT_IN, faults_of, folders
from shared.policy.pack import read

program = typer.Typer(help="规则包工具 (policy packs)", no_args_is_help=True)


@program.callback()
def _policy() -> None:
    """规则包工具: keep `lint` a command of its own although it is the only one yet."""


@program.command()
def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="另外的规则包目录 (folders of further packs)")
    ] = None,
) -> None:
    """检查全部规则包 (check every pack)."""
    packs = [read(folder) for path in (BUILT_IN, *(paths or ())) for folder in folders(path)]
    faults = faults_of(packs)
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{len(packs)} 个规则包均无错误：{'、'.join(pack.head.title for pack in packs)}")


if __name__ == "__main__":
    program()
