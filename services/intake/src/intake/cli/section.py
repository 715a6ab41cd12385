"""`lantai intake section …`: the sections of an agency."""

from datetime import date
from typing import Annotated

import typer

from intake.cli.session import origin_of, reading_staff, today_of, with_runtime
from intake.section.commands import CloseSection, OpenSection, RenameSection
from intake.section.handlers import change_section, merge_section
from shared.process.audit import audited
from shared.service.cli import parse_date
from shared.service.runtime import Runtime
from shared.staff.directory import sections_of
from shared.staff.sections import Sections

section = typer.Typer(help="股室：设立，更名，并入，撤销，列出。", no_args_is_help=True)

Agency = Annotated[str, typer.Argument(help="机关标识，例如 qionghai")]
Id = Annotated[str, typer.Argument(help="股室标识，设立后不变，例如 s-nongye")]
Name = Annotated[str, typer.Argument(help="股室名称")]
Day = Annotated[
    date | None,
    typer.Option("--from", parser=parse_date, metavar="DATE", help="从哪一日起，不给出即为今天"),
]


@section.command("open", help="设立股室；不合规定的，说明原因，以代码 1 结束。")
@audited("section.open", "agency", "id_")
def open_(agency: Agency, id_: Id, name: Name, begins: Day = None) -> None:
    """Open a section (设立). Exit code 1 with the reason when it is refused."""

    async def run(runtime: Runtime) -> None:
        origin, day = await origin_of(runtime, agency), begins or await today_of(runtime)
        command = OpenSection(origin=origin, section=id_, name=name, opened_on=day)
        await change_section(runtime.store, command)

    with_runtime(run)
    typer.echo(f"已设立股室：{id_} {name}")


@section.command("rename", help="股室更名；不合规定的，说明原因，以代码 1 结束。")
@audited("section.rename", "agency", "id_")
def rename(agency: Agency, id_: Id, name: Name, begins: Day = None) -> None:
    """Rename a section (更名). Exit code 1 with the reason when it is refused."""

    async def run(runtime: Runtime) -> None:
        origin, day = await origin_of(runtime, agency), begins or await today_of(runtime)
        command = RenameSection(origin=origin, section=id_, name=name, renamed_on=day)
        await change_section(runtime.store, command)

    with_runtime(run)
    typer.echo(f"已更名：{id_} {name}")


@section.command("merge", help="股室并入另一股室，在办件由后者办理；不合规定的，说明原因，以代码 1 结束。")
@audited("section.merge", "agency", "id_", "into")
def merge(
    agency: Agency,
    id_: Id,
    into: Annotated[str, typer.Argument(help="并入的股室标识")],
    begins: Day = None,
) -> None:
    """Merge a section into another (并入). Exit code 1 with the reason when it is refused."""

    async def run(runtime: Runtime) -> None:
        origin, day = await origin_of(runtime, agency), begins or await today_of(runtime)
        await merge_section(runtime.store, origin, id_, into, day)

    with_runtime(run)
    typer.echo(f"已并入：{id_} 并入 {into}")


@section.command("close", help="撤销股室；不合规定的，说明原因，以代码 1 结束。")
@audited("section.close", "agency", "id_")
def close(agency: Agency, id_: Id, begins: Day = None) -> None:
    """Close a section (撤销). Exit code 1 with the reason when it is refused."""

    async def run(runtime: Runtime) -> None:
        origin, day = await origin_of(runtime, agency), begins or await today_of(runtime)
        await change_section(runtime.store, CloseSection(origin=origin, section=id_, closed_on=day))

    with_runtime(run)
    typer.echo(f"已撤销股室：{id_}")


@section.command("list", help="列出股室：标识、名称、在设或者撤并。")
def list_(agency: Agency) -> None:
    """List the sections: id, name of today, open or gone."""

    async def run(runtime: Runtime) -> None:
        today = await today_of(runtime)
        async with reading_staff(runtime, agency) as connection:
            sections = await sections_of(connection, agency)
        for each in sorted(sections.spans):
            typer.echo(f"{each}\t{sections.name(each, today)}\t{_state(sections, each, today)}")

    with_runtime(run)


def _state(sections: Sections, each: str, today: date) -> str:
    if sections.is_open(each, today):
        return "在设"
    if sections.spans[each][0].since > today:
        return "尚未设立"
    heir = sections.heir(each, today)
    return f"已并入 {heir}" if heir != each else "已撤销"
