"""What each outcome rests on, and which pairs are impossible."""

from dataclasses import replace

import pytest

from review.case.answer import names_law
from shared.command.decider import Refusal
from shared.events.review.case import OutcomeProposed
from support.review import cases as a
from support.review import circumstances as b
from support.review.acts import decide, fold
from support.review.outcomes import CATALOGUE, ENDINGS, FITTING, NEEDS, PAIRS, clause_of

REVIEWED_AS = {
    attribute: (*a.ASSIGNED, a.was_reviewed(attribute)) for attribute in ("open", "part_open", "not_open")
}


FREE = [pair for pair in PAIRS if pair[0] not in FITTING and pair[0] not in ENDINGS]
"""The pairs that give nothing and that any case may be answered with."""


def history_for(name):
    """What must have happened before an outcome can be proposed."""
    ended = (b.was_required(name),) if name in ENDINGS else ()
    return (*REVIEWED_AS[FITTING.get(name, "open")], *ended)


def decided(history, command):
    """What a command makes happen after a history."""
    return decide(fold(history), command)


def refused(history, command) -> Refusal:
    """Why a command is refused, in a sentence that says what to do."""
    with pytest.raises(Refusal) as caught:
        decided(history, command)
    assert "请" in caught.value.sentence
    assert caught.value.sentence.endswith("。")
    return caught.value


@pytest.mark.parametrize(("name", "article"), PAIRS)
def test_each_pair_is_proposed_with_its_evidence(name, article):
    """Every outcome can be proposed on each of its articles once what it asks for is there."""
    (event,) = decided(history_for(name), a.answer_with(name, article))

    assert isinstance(event, OutcomeProposed)
    assert tuple(each.kind for each in event.evidence) == NEEDS.get((name, article), ())


@pytest.mark.parametrize(("pair", "kinds"), NEEDS.items(), ids=str)
def test_evidence_that_is_missing_is_named(pair, kinds):
    """Without its evidence an outcome is refused, by a code of its own and the article that asks for it."""
    refusal = refused(history_for(pair[0]), replace(a.answer_with(*pair), evidence=()))

    assert (refusal.code, refusal.clause) == (f"{kinds[0]}-missing", clause_of(*pair))


@pytest.mark.parametrize(("name", "article"), PAIRS)
@pytest.mark.parametrize("other", CATALOGUE)
def test_an_article_of_another_outcome_is_impossible(name, article, other):
    """No outcome can rest on an article that is not its own."""
    clause = clause_of(name, article)
    if clause in [each.clause for each in CATALOGUE[other].articles]:
        return

    assert refused(history_for(other), a.propose(outcome=other, clause=clause)).code == "clause-impossible"


@pytest.mark.parametrize("number", ["", "3号", "琼统公开2024-3", "琼统公开〔24〕3号"])
def test_an_earlier_answer_is_named_by_its_number(number):
    """A duplicate names the earlier answer by a whole 文号."""
    command = a.answer_with("noproc_duplicate", "36(6)")
    proof = replace_reference(command.evidence[0], number)

    assert refused(a.ASSIGNED, replace(command, evidence=(proof,))).code == "earlier-case-number"


def replace_reference(proof, number):
    """The same evidence under another number."""
    return type(proof)(kind=proof.kind, boxes=proof.boxes, reference=number)


def test_evidence_that_nobody_asked_for_is_refused():
    """A draft carries what its outcome rests on and nothing else."""
    command = replace(a.answer_with("granted", "36(2)"), evidence=(a.proof("search-record"),))

    assert refused(a.REVIEWED, command).code == "evidence-not-asked"


@pytest.mark.parametrize(
    ("attribute", "name", "code"),
    [
        ("not_open", "granted", "information-not-open"),
        ("part_open", "granted", "information-not-open"),
        ("not_open", "partial", "information-not-open"),
        ("open", "deny_law_forbids", "information-open"),
    ],
)
def test_an_outcome_must_fit_the_review(attribute, name, code):
    """What was found closed is not given away, and what was found open is not refused."""
    article = CATALOGUE[name].articles[0].id

    assert refused(REVIEWED_AS[attribute], a.answer_with(name, article)).code == code


@pytest.mark.parametrize("name", ["granted", "partial", "deny_law_forbids"])
def test_what_leaves_or_is_kept_back_is_reviewed_first(name):
    """Outcomes about information that is there need the sheet."""
    article = CATALOGUE[name].articles[0].id

    refusal = refused(a.ASSIGNED, a.answer_with(name, article))

    assert (refusal.code, refusal.clause) == ("confidentiality-review-missing", "条例第十七条")


@pytest.mark.parametrize("pair", FREE)
@pytest.mark.parametrize("history", [a.ASSIGNED, *REVIEWED_AS.values()])
def test_what_gives_nothing_needs_no_open_attribute(pair, history):
    """An outcome that gives nothing and keeps nothing back is proposed with any sheet, or none."""
    assert decided(history, a.answer_with(*pair))


def test_a_refusal_by_law_names_the_law():
    """Whoever refuses because a law forbids it names the law and the article."""
    command = replace(a.answer_with("deny_law_forbids", "14"), names_law=False)

    refusal = refused(REVIEWED_AS["not_open"], command)

    assert refusal.code == "forbidding-law-missing"
    assert "《中华人民共和国统计法》第二十八条" in refusal.sentence


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("依据《中华人民共和国统计法》第二十八条，不得提供。", True),
        ("依据《统计法》第28条。", True),
        ("依据《统计法》的规定。", False),
        ("依据统计法第二十八条。", False),
        ("依据《中华人民共和国政府信息公开条例》第十四条。", False),
        ("《政府信息公开条例》第十四条、《统计法》第二十八条", True),
        ("", False),
    ],
)
def test_a_law_is_named_by_title_and_article(text, named):
    """A title in projection marks followed by an article names a law; the regulation on disclosure does not count."""
    assert names_law(text) is named


def test_a_sheet_that_opens_a_part_gives_its_reason():
    """区分处理 is decided with a reason, and may stand although an answer is yes."""
    open_part = a.review(yes=("statistical_respondent",), attribute="part_open")

    assert refused(a.ASSIGNED, open_part).code == "review-reason-missing"
    assert decided(a.ASSIGNED, replace(open_part, reason=a.sealed("隐去企业名称")))


def test_a_lapse_is_answered_only_where_there_was_one():
    """逾期不补正 needs intake's word that the correction lapsed."""
    refusal = refused(a.REVIEWED, a.answer_with("other_no_correction", "30"))

    assert refusal.code == "correction-not-lapsed"


def test_a_request_is_ended_only_where_it_was_withdrawn():
    """其他处理·其他 gives neither an answer nor redress: it needs intake's word that the applicant withdrew."""
    refusal = refused(a.REVIEWED, a.answer_with("other_other", "report-6-3"))

    assert (refusal.code, refusal.clause) == ("request-not-withdrawn", "条例第三十三条、第三十六条")
