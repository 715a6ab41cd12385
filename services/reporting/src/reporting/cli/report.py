"""`lantai report annual`: print table three of a year, its identities and the lane positions that it was counted from.

Exit codes: 0 answered, also if an identity fails (the answer says so); 64 wrong arguments, or the databases are not
named; 69 the database cannot be reached; 75 events that are recorded are not counted yet. With `--json` standard output always holds one object.
"""

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as Shown

from reporting.cli.databases import ask_projections, served_agency
from reporting.projections.annual import AnnualProjection
from reporting.recount import CountedTable, count_table
from reporting.table.from_policy import FIRST_YEAR, LAST_YEAR, layout_of
from reporting.table.table_layout import IDENTITY_WORDS
from reporting.table.table_layout import as_json as as_object
from reporting.table.tally import Layout
from reporting.table.workbook import workbook
from shared.service.cli import MISUSE, Asked, PolicyFolder, refuse

app = typer.Typer(no_args_is_help=True)


@app.callback(help="年报：表三的数字、勾稽关系和依据的事件。")
def report() -> None:
    """Keep `annual` a subcommand: without a callback, Typer drops the name of an only command."""


@app.command("annual", cls=Asked, help="某机关某年的年报表三；勾稽关系不成立也照实列出。")
def annual(
    agency: Annotated[str, typer.Option(help="机关标识，例如 qionghai")],
    year: Annotated[str, typer.Option(help="年份，例如 2025")],
    *,
    xlsx: Annotated[Path | None, typer.Option(metavar="FILE", help="另存为电子表格")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    policy_folder: PolicyFolder = None,
) -> None:
    """Print a year's table. Writes nothing except the requested workbook."""
    of_year = parse_year(year, as_json=as_json)
    layout = layout_of(of_year, served_agency(agency, policy_folder, as_json=as_json))
    asked = partial(count_table, agency=agency, year=of_year, layout=layout)
    found = ask_projections((AnnualProjection(),), agency, asked, as_json=as_json)
    if xlsx is not None:
        save(xlsx, agency, found, layout, as_json=as_json)
    if as_json:
        typer.echo(json.dumps(as_object(agency, found.table, found.positions), ensure_ascii=False))
    else:
        show(found, layout)


def parse_year(text: str, *, as_json: bool) -> int:
    """Read a year. Refused before the form of 2021 applies."""
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR):
        reason = f"“{text}”年没有这种格式的年报。请写 {FIRST_YEAR} 到 {LAST_YEAR} 之间的年份。"
        refuse(MISUSE, "year-out-of-range", reason, as_json=as_json)
    return int(text)


def save(file: Path, agency: str, found: CountedTable, layout: Layout, *, as_json: bool) -> None:
    """Write the workbook. Refused if the file cannot be written."""
    try:
        file.write_bytes(workbook(agency, found.table, layout, found.positions))
    except OSError as error:
        refuse(
            MISUSE,
            "file-unwritable",
            f"文件 {file} 写不进去（{error.strerror}），请换一个位置。",
            as_json=as_json,
        )


def show(found: CountedTable, layout: Layout) -> None:
    """Print the table for people."""
    table = Shown("", *layout.columns.values(), title=f"{found.table.year}年表三")
    for row, figures in found.table.rows.items():
        table.add_row(layout.rows[row].label, *map(str, figures))
    console = Console()
    console.print(table)
    for each in found.table.identities:
        console.print(
            f"{each.id} {'成立' if each.holds else '不成立'}：{IDENTITY_WORDS[each.id]}", markup=False
        )
