"""`lantai review …`: the commands of review for operators."""

from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from shared.policy import LAYER_NAMES, Policy, PolicyError, library_with
from shared.service.cli import MISUSE, Asked, PolicyFolder, parse_date, refuse

app = typer.Typer(help="办理：本机关的签批环节及其依据。", no_args_is_help=True)


@app.callback()
def _review() -> None:
    """Keep `chain` a subcommand: without a callback, Typer drops the name of an only command."""


@app.command(cls=Asked, help="本机关的签批环节及其依据。")
def chain(
    agency: Annotated[str, typer.Option(help="机关标识，例如 qionghai")],
    on: Annotated[
        date,
        typer.Option(parser=parse_date, metavar="DATE", help="哪一天的规定，例如 2025-03-10"),
    ],
    policy_folder: PolicyFolder = None,
) -> None:
    """The sign-off chain (签批环节) of an agency on a day, with its source. Exit code 64 for an unknown agency."""
    try:
        policy = Policy(agency, on, library=library_with(policy_folder))
        resolved, labels = policy["signoff.chain"], policy.roles.labels
    except PolicyError as error:
        refuse(MISUSE, "bad-argument", str(error))
    table = Table()
    for heading in ("环节", "岗位", "签署", "依据"):
        table.add_column(heading)
    for step in resolved.value:
        table.add_row(step.label, labels[step.id], step.act, step.clause)
    console = Console()
    console.print(f"{resolved.source}{resolved.clause}（{LAYER_NAMES[resolved.layer]}）", soft_wrap=True)
    console.print(table)
