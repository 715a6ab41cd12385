"""The projections of review on PostgreSQL: what they show after the events of a case, and that a rebuild shows the same."""

from datetime import date, timedelta

import pytest

from review.acts import signing
from review.acts.case_and_sheet import fold_both
from review.case.handlers.consultation import Opinion, answer_consultation
from review.case.handlers.returning import return_draft
from review.case.reactions import FollowRequest
from review.case.state import Issued
from review.projections import PROJECTIONS
from review.projections.case_file import CaseFile, drafter_in, file_of
from review.projections.caseload import Caseload, issued_cases, open_cases
from review.web.parts.colleagues import colleagues_on
from shared.eventlog.store import Change, Commit
from shared.events.intake.request import ReplyDispatched
from shared.events.intake.staff import StaffAccountClosed
from shared.policy import Policy
from shared.staff.directory import StaffDirectory
from support.facts import went
from support.review.letters import asked, corrected, extended, heard, lapsed, withdrawn
from support.review.office import (
    AGENCY,
    EVERY_SECTION,
    HEADS,
    accept,
    accepted_scene,
    empty_scene,
    hire,
)
from support.review.play import sign_all, until_closed, until_drafted

pytestmark = pytest.mark.contract


async def test_the_desk_shows_how_far_a_case_has_come(projection_db):
    """A drafted case stands on the desk with its section and the signatures of this draft."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await signing.sign_draft(scene.deps, scene.origin("section"), scene.request_id, 1, heads=HEADS)

    await projection_db.fold(Caseload(), await scene.rows())

    (line,) = await projection_db.read(open_cases)
    assert (line.stage, line.section, line.signed) == ("drafted", "农村股", ("section",))
    assert scene.key.unseal("content", line.content).startswith("2024年")


async def test_an_issued_case_leaves_the_open_ones(projection_db):
    """After 签发 a case is listed among the issued."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await sign_all(scene)

    await projection_db.fold(Caseload(), await scene.rows())

    assert await projection_db.read(open_cases) == []
    (line,) = await projection_db.read(issued_cases, 10)
    assert line.issued_on == date(2025, 3, 10)


async def test_the_desk_shows_what_stands_beside_a_case(projection_db):
    """An extension that waits, a letter that is out and a required end stand on the line; a draft is overtaken."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await return_draft(scene.deps, scene.origin("section"), scene.request_id, 1, "再查", heads=HEADS)
    await extended(scene)
    letter = await asked(scene)
    await projection_db.fold(Caseload(), await scene.rows())
    (before,) = await projection_db.read(open_cases)
    (row,) = await heard(scene, "intake", f"request/{scene.request_id}", withdrawn(scene))
    await FollowRequest(policy_of=Policy).react(scene.store, row)
    opinion = Opinion(answer="consents", reason="", arrived_on=date(2025, 3, 10))
    await answer_consultation(
        scene.deps, scene.origin("clerk"), scene.request_id, letter, opinion, heads=EVERY_SECTION
    )

    await projection_db.fold(Caseload(), (await scene.rows())[-2:])

    (after,) = await projection_db.read(open_cases)
    assert (before.extension, before.letters, before.stage) == ("the.section", 1, "returned")
    assert (after.closing, after.letters, after.stage, after.signed) == ("other_other", 0, "reviewed", ())


async def test_a_case_that_is_set_aside_leaves_the_desk_until_it_is_opened_again(projection_db):
    """In one batch or in several: the closing case goes, and comes back as one that waits for its section."""
    scene = await empty_scene()
    accepted = await accept(scene, "分镇收入数据，2024年")
    over, back = await heard(scene, "intake", f"request/{scene.request_id}", lapsed(scene), corrected(scene))
    await FollowRequest(policy_of=Policy).react(scene.store, over)
    await until_closed(scene)
    await FollowRequest(policy_of=Policy).react(scene.store, back)
    await projection_db.fold(Caseload(), await scene.rows())
    set_aside = await projection_db.read(open_cases)
    await FollowRequest(policy_of=Policy).react(scene.store, accepted)

    await projection_db.fold(Caseload(), (await scene.rows())[-1:])

    (line,) = await projection_db.read(open_cases)
    assert set_aside == []
    assert (line.stage, line.section, line.closing, line.signed) == ("opened", "", "", ())


async def test_another_agency_sees_nothing(projection_db):
    """Row-level security keeps each agency's cases to itself."""
    scene = await accepted_scene()
    await projection_db.fold(Caseload(), await scene.rows())
    await projection_db.fold(CaseFile(), await scene.rows())

    assert await projection_db.read(open_cases, agency="tongliao") == []
    assert await projection_db.read(file_of, scene.request_id, agency="tongliao") == []


async def test_a_return_takes_the_signatures_back(projection_db):
    """A returned draft has no signatures; the next one begins without any."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await signing.sign_draft(scene.deps, scene.origin("section"), scene.request_id, 1, heads=HEADS)
    await return_draft(scene.deps, scene.origin("deputy"), scene.request_id, 1, "请写明口径。", heads=HEADS)

    await projection_db.fold(Caseload(), await scene.rows())

    (line,) = await projection_db.read(open_cases)
    assert (line.stage, line.signed) == ("returned", ())


async def test_the_file_tells_the_case(projection_db):
    """Folding the file's own entries gives the state that the log gives; intake's entries stand among them."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await sign_all(scene)
    served = ReplyDispatched(
        request_id=scene.request_id,
        document_number="海统公开〔2025〕1号",
        outcome="granted",
        served=went(date(2025, 3, 11)),
    )
    scene.clock.step(timedelta(days=1))
    stream = f"request/{scene.request_id}"
    before = len(await scene.intake.load(AGENCY, stream))
    await scene.intake.append(Commit(scene.origin("clerk"), (Change(stream, before, (served,)),)))

    await projection_db.fold(CaseFile(), await scene.intake.read(AGENCY, 0, 10))
    await projection_db.fold(CaseFile(), await scene.rows())

    entries = await projection_db.read(file_of, scene.request_id)
    case, sheet = fold_both(entry.event for entry in entries)
    assert (case, sheet) == (await scene.state(), await scene.sheet())
    assert isinstance(case, Issued)
    assert drafter_in(entries) == "the.section"
    assert [type(entry.event).__name__ for entry in entries][-1] == "ReplyDispatched"


async def test_a_file_folded_twice_is_the_same_file(projection_db):
    """A rebuild beside the live projection gives the same rows."""
    scene = await accepted_scene()
    await until_drafted(scene)
    rows = await scene.rows()
    await projection_db.fold(CaseFile(), rows)
    once = await projection_db.read(file_of, scene.request_id)

    await projection_db.fold(CaseFile(), rows)

    assert await projection_db.read(file_of, scene.request_id) == once


async def test_colleagues_are_known_by_name(projection_db):
    """Accounts have names, and a section can be assigned while somebody heads it."""
    scene = await accepted_scene()
    await hire(scene)

    await projection_db.fold(StaffDirectory(), await scene.intake.read(AGENCY, 0, 100))

    staff = await projection_db.read(colleagues_on, AGENCY, date(2025, 3, 10), ("section",))
    assert staff.names["the.deputy"] == "符国强"
    assert staff.assignable == [("农村股", "农村股")]


async def test_a_closed_account_keeps_its_name(projection_db):
    """Who left is still named where he acted; his section can no longer be assigned."""
    scene = await accepted_scene()
    await hire(scene)
    closed = StaffAccountClosed(login="the.section", reason="调离")
    await scene.intake.append(Commit(scene.origin("clerk"), (Change("account/the.section", 1, (closed,)),)))

    await projection_db.fold(StaffDirectory(), await scene.intake.read(AGENCY, 0, 100))

    staff = await projection_db.read(colleagues_on, AGENCY, date(2025, 3, 10), ("section",))
    assert staff.names["the.section"] == "陈海"
    assert staff.assignable == []


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.name)
async def test_a_book_ignores_what_is_not_its_own(projection_db, projection):
    """Rows of other nouns pass through a projection without effect."""
    scene = await accepted_scene()

    await projection_db.fold(projection, await scene.intake.read(AGENCY, 0, 10))

    assert await projection_db.read(open_cases) == []
    assert await projection_db.read(file_of, scene.request_id) == []
