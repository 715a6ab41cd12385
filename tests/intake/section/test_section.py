"""The section's table of behaviour."""

from datetime import date

import pytest

from intake.section.commands import CloseSection, MergeSection, OpenSection, RenameSection
from intake.section.handlers import section_decider
from intake.section.state import Gone, NoSection, Open
from shared.command.decider import Refusal
from shared.events.intake.staff import SectionClosed, SectionMerged, SectionOpened, SectionRenamed
from support.intake.requests import origin

FIRST, JUNE, JULY = date(2025, 1, 1), date(2025, 6, 1), date(2025, 7, 1)
THERE = Open("综合股", FIRST)
OPENED = SectionOpened(section="s-nongcun", name="农村股", opened_on=FIRST)
RENAMED = SectionRenamed(section="s-nongcun", name="住户股", renamed_on=JUNE)
MERGED = SectionMerged(section="s-nongcun", into="s-zonghe", merged_on=JULY)
CLOSED = SectionClosed(section="s-nongcun", closed_on=JULY)


def opening(section="s-nongcun", name="农村股", on=FIRST):
    return OpenSection(origin=origin(), section=section, name=name, opened_on=on)


def renaming(name="住户股", on=JUNE):
    return RenameSection(origin=origin(), section="s-nongcun", name=name, renamed_on=on)


def merging(into="s-zonghe", target=THERE, on=JULY):
    return MergeSection(origin=origin(), section="s-nongcun", into=into, target=target, merged_on=on)


def closing(on=JULY):
    return CloseSection(origin=origin(), section="s-nongcun", closed_on=on)


def decide(given, command):
    return tuple(section_decider.decide(section_decider.fold(given), command))


@pytest.mark.parametrize(
    ("given", "when", "then"),
    [
        ((), opening(name=" 农村股 "), OPENED),
        ((OPENED,), renaming(), RENAMED),
        ((OPENED, RENAMED), merging(), MERGED),
        ((OPENED,), closing(), CLOSED),
    ],
)
def test_a_section_is_opened_renamed_merged_and_closed(given, when, then):
    """Each command of an open section is one event."""
    assert decide(given, when) == (then,)


@pytest.mark.parametrize(
    ("given", "when", "code"),
    [
        ((OPENED,), opening(), "section-taken"),
        ((OPENED, CLOSED), opening(), "section-taken"),
        ((), opening(section="农村股"), "section-malformed"),
        ((), opening(section="s"), "section-malformed"),
        ((), opening(name=" "), "section-name-wrong"),
        ((), opening(name="股" * 41), "section-name-wrong"),
        ((), renaming(), "section-unknown"),
        ((OPENED, MERGED), renaming(), "section-unknown"),
        ((OPENED,), renaming(name="农村股"), "section-name-unchanged"),
        ((OPENED, RENAMED), renaming(name="农村股", on=FIRST), "section-day-too-early"),
        ((OPENED,), merging(into="s-nongcun"), "section-into-itself"),
        ((OPENED,), merging(target=NoSection()), "section-unknown"),
        ((OPENED,), merging(target=Gone()), "section-unknown"),
        ((OPENED, RENAMED), merging(on=FIRST), "section-day-too-early"),
        ((OPENED, CLOSED), closing(), "section-unknown"),
        ((OPENED, RENAMED), closing(on=FIRST), "section-day-too-early"),
    ],
)
def test_what_a_section_may_not_be_is_refused(given, when, code):
    """Each fault of a section is refused under its own code."""
    with pytest.raises(Refusal) as refused:
        decide(given, when)

    assert refused.value.code == code


@pytest.mark.parametrize("name", ["<b>农村股", "农村\u202e股", "农村\t股", "农" * 41, "\u200b"])
@pytest.mark.parametrize(("given", "act"), [((), opening), ((OPENED,), renaming)])
def test_a_name_that_pages_cannot_show_is_refused(name, given, act):
    """Mark-up, marks of direction, control characters and whole sentences never become a section's name."""
    with pytest.raises(Refusal, match="section-name-wrong"):
        decide(given, act(name=name))


@pytest.mark.parametrize("name", ["农村股", "法规（督查）股", "统计一股、二股", "Third Office 3"])
def test_a_usual_name_is_taken(name):
    """Brackets, digits and Latin letters are part of names."""
    assert decide((), opening(name=name))[0].name == name
