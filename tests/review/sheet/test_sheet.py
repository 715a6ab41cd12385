"""What each command makes of a 保密审查单, whatever it is about."""

from uuid import UUID

import pytest

from review.sheet.commands import CompleteSheet, VoidSheet
from review.sheet.handlers import sheet_decider
from review.sheet.state import Completed, NoSheet, Voided
from shared.command.decider import BrokenHistory, Refusal
from shared.events.terms import Subject
from support.review import cases as a

ITEM = Subject("item", "tongji-gongbao-2024")
LETTER = UUID("9e0d1a66-7c2a-4f5d-a8e1-6b7f0f3c4d04")


def complete(answers=None, *, attribute="open", reason="", refusals=(), subject=ITEM):
    return CompleteSheet(
        origin=a.origin("section"),
        sheet_id=a.SHEET,
        subject=subject,
        questions=a.QUESTIONS,
        answers=a.answers_of() | (answers or {}),
        attribute=attribute,
        reason=a.sealed(reason) if reason else None,
        refusals=frozenset(refusals),
        basis=a.BASIS,
    )


def void(reason="有误"):
    return VoidSheet(origin=a.origin("section"), reason=a.sealed(reason) if reason else None)


def played(*commands):
    """The sheet after commands, each of which makes one event happen."""
    state = sheet_decider.initial
    for command in commands:
        state = sheet_decider.fold(sheet_decider.decide(state, command), state)
    return state


def refused(command, *before) -> str:
    with pytest.raises(Refusal) as caught:
        sheet_decider.decide(played(*before), command)
    assert "请" in caught.value.sentence
    return caught.value.code


def test_a_sheet_names_its_subject():
    """A sheet may be about anything; its first version is 1 and keeps every answer."""
    sheet = played(complete())

    assert isinstance(sheet, Completed)
    assert (sheet.subject, sheet.sheet_version) == (ITEM, a.sheet_version(1))
    assert set(sheet.answers.values()) == {"no"}
    assert sheet.opinions == ()


def test_filling_it_again_is_the_next_version_of_the_same_sheet():
    """A second version has the same id and the next number, also after the first was voided."""
    assert played(complete(), complete()).sheet_version == a.sheet_version(2)
    assert played(complete(), void(), complete()).sheet_version == a.sheet_version(2)


def test_a_voided_sheet_counts_for_nothing():
    """Voiding names the version that it voids."""
    sheet = played(complete(), complete(), void())

    assert isinstance(sheet, Voided)
    assert sheet.sheet_version == a.sheet_version(2)


@pytest.mark.parametrize("before", [(), (complete(), void())])
def test_only_a_standing_sheet_is_voided(before):
    """What nobody filled in, or was voided, cannot be voided."""
    assert refused(void(), *before) == "sheet-not-standing"


def test_unsure_keeps_closed_what_law_may_keep_closed():
    """Who is unsure about a state secret cannot open it, and says why it stays closed."""
    unsure = {"state_secret": "unsure"}

    assert refused(complete(unsure, reason="待定")) == "must-stay-closed"
    assert refused(complete(unsure, attribute="not_open")) == "review-reason-missing"
    sheet = played(complete(unsure, attribute="not_open", reason="报请确定"))
    assert sheet.answers["state_secret"] == "unsure"


def test_a_refusal_is_weighed_once():
    """A third party's refusal needs a reason in the version that weighs it, and none in the next."""
    assert refused(complete(refusals=(LETTER,))) == "review-reason-missing"
    weighed = complete(refusals=(LETTER,), reason="公共利益")

    assert played(weighed).weighed == {LETTER}
    assert played(weighed, complete(refusals=(LETTER,))).weighed == {LETTER}


def test_what_a_void_filling_weighed_is_weighed_anew():
    """After voiding, the refusal needs its reason again."""
    weighed = complete(refusals=(LETTER,), reason="公共利益")

    assert refused(complete(refusals=(LETTER,)), weighed, void()) == "review-reason-missing"


@pytest.mark.parametrize(
    "history",
    [
        (a.was_reviewed(version=2),),
        (a.was_reviewed(), a.was_reviewed()),
        (a.was_voided(),),
        (a.was_reviewed(), a.was_voided(version=2)),
        (a.was_reviewed(), a.was_voided(), a.was_voided()),
    ],
)
def test_an_impossible_history_is_refused(history):
    """A history that no command could have written is named, not folded into a guess."""
    with pytest.raises(BrokenHistory):
        sheet_decider.fold(history)


def test_nobody_has_filled_in_a_new_sheet():
    """A sheet begins empty."""
    assert sheet_decider.initial == NoSheet()
