"""`lantai review …`: review's own commands. Staff work on the pages; here is what an operator asks."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from shared.policy import FOLDER_VARIABLE, LAYER_NAMES, PolicyError, library_with
from shared.web.filters import ROLE_NAMES

UNKNOWN = 2
"""Exit code: no such agency, or no law in force that day."""

app = typer.Typer(help="办理：审查、审签 (review)", no_args_is_help=True)


@app.callback()
def _review() -> None:
    """办理：审查、审签: keep `chain` a command of its own although it is the only one yet."""


@app.command()
def chain(
    agency: Annotated[str, typer.Option(help="机关标识，如 qionghai (agency id)")],
    on: Annotated[str, typer.Option(help="哪一天的规定，如 2025-03-10 (the day whose rules apply)")],
    policy_folder: Annotated[
        Path | None, typer.Option(envvar=FOLDER_VARIABLE, help="本部署自己的规则包目录 (folder of own packs)")
    ] = None,
) -> None:
    """本机关的签批环节及其依据 (the sign-off chain of an agency, with its source)."""
    try:
        library = library_with(policy_folder)
        resolved = library.resolve(agency, "signoff.chain", on=date.fromisoformat(on))
    except (PolicyError, ValueError) as error:
        typer.echo(str(error) if isinstance(error, PolicyError) else "日期应当写作 2025-03-10。", err=True)
        raise typer.Exit(UNKNOWN) from error
    table = Table(title=f"{resolved.source}{resolved.clause}（{LAYER_NAMES[resolved.layer]}）")
    for heading in ("环节", "岗位", "签署", "依据"):
        table.add_column(heading)
    for step in resolved.value:
        table.add_row(step.label, ROLE_NAMES[step.id], step.act, step.clause)
    Console().print(table)
