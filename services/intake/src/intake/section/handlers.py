"""Handlers of commands on sections."""

from collections.abc import Iterable
from datetime import date

from intake.section import rules
from intake.section.commands import MergeSection, SectionCommand
from intake.section.decide import decide
from intake.section.evolve import evolve
from intake.section.state import NoSection, Section
from shared.command.decider import Decider
from shared.command.execute import commit_with_retry, execute, state_after
from shared.eventlog.store import Change, Commit, EventStore, Guard, Receipt
from shared.events.intake.intake_event import IntakeEvent
from shared.message import Origin

section_decider: Decider[Section, SectionCommand, IntakeEvent] = Decider(NoSection(), decide, evolve)


def section_stream(section: str) -> str:
    """The stream of one section."""
    return f"section/{section}"


async def change_section(store: EventStore, command: SectionCommand) -> Receipt:
    """设立, 更名 or 撤销: open, rename or close a section. Raises `Refusal`."""
    stream = section_stream(command.section)
    return await execute(store, section_decider, command.origin, stream, command)


async def merge_section(
    store: EventStore, origin: Origin, section: str, into: str, merged_on: date
) -> Receipt:
    """并入: merge a section. The append conflicts if the target section has changed meanwhile. Raises `Refusal`."""

    async def attempt() -> Commit:
        source, target = section_stream(section), section_stream(into)
        rows, others = await store.load(origin.agency, source), await store.load(origin.agency, target)
        command = MergeSection(
            origin=origin,
            section=section,
            into=into,
            target=state_after(section_decider, others),
            merged_on=merged_on,
        )
        events = tuple(section_decider.decide(state_after(section_decider, rows), command))
        return Commit(origin, (Change(source, len(rows), events),), guards=(Guard(target, len(others)),))

    return await commit_with_retry(store, origin, attempt)


async def open_sections(store: EventStore, agency: str, sections: Iterable[str]) -> tuple[Guard, ...]:
    """Guards for the sections that a command names. Raises `Refusal` for a section that is not open."""
    guards = []
    for section in dict.fromkeys(sections):
        rows = await store.load(agency, section_stream(section))
        rules.still_open(state_after(section_decider, rows), section)
        guards.append(Guard(section_stream(section), len(rows)))
    return tuple(guards)
