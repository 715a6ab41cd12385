"""The catalogue of outcomes: the annual table's rows, the documents, the words on remedies."""

from datetime import date

import pytest

from shared.policy import Policy, UnknownKey

ON = date(2025, 3, 3)
OUTSIDE_THE_OUTCOMES = {"new_received", "carried_in", "total_processed", "carried_out"}


@pytest.fixture
def policy():
    return Policy("qionghai", ON)


def test_each_outcome_row_has_its_outcome(policy):
    """The catalogue is the twenty-one rows between 结转 and 总计, in the order of the printed table."""
    rows = [row.id for row in policy["annual.rows"].value]

    assert len(rows) == 25
    assert list(policy.outcomes()) == [row for row in rows if row not in OUTSIDE_THE_OUTCOMES]
    assert all(name == outcome.row for name, outcome in policy.outcomes().items())


def test_granted_has_two_articles(policy):
    """予以公开 points to what is public already or provides it, each with its own document and evidence."""
    granted = policy.outcome("granted")

    assert [(article.id, article.document) for article in granted.articles] == [
        ("36(1)", "公开告知书"),
        ("36(2)", "公开答复书"),
    ]
    assert granted.articles[0].requires == ("location",)
    assert granted.requires == ("confidentiality-review",)
    assert granted.offered


def test_remedy_of_a_grant(policy):
    """A grant may be taken to reconsideration or straight to court, and both are named."""
    assert policy.redress_text("granted") == (
        "如不服本答复，可以自收到本答复之日起60日内向琼海市人民政府申请行政复议，"
        "或者自收到本答复之日起6个月内向有管辖权的人民法院提起行政诉讼。"
    )


def test_refusals_under_14_to_16_go_to_reconsideration_first(policy):
    """复议前置 holds for exactly the refusals that rest on articles 14, 15 and 16."""
    first = {name for name, outcome in policy.outcomes().items() if outcome.redress == "R1"}

    assert first == {name for name in policy.outcomes() if name.startswith("deny_")} - {"deny_admin_query"}
    assert "先向琼海市人民政府申请行政复议" in policy.redress_text("deny_state_secret")


def test_partial_names_both_ways(policy):
    """A partial grant tells the refused part from the rest."""
    text = policy.redress_text("partial")

    assert text.count("琼海市人民政府") == 2
    assert "先向" in text
    assert "6个月" in text


def test_withdrawal_has_no_remedy(policy):
    """Ending a request that its applicant took back needs no words on remedies."""
    assert policy.redress_text("other_other") == ""


def test_remedy_before_2024():
    """A refusal served before reconsideration-first took effect leaves the choice."""
    assert "先向" not in Policy("qionghai", date(2023, 12, 31)).redress_text("deny_state_secret")


def test_not_existing_needs_a_search(policy):
    """无法提供 because nothing was found asks for the record of the search; not ours asks for whose it is."""
    articles = {article.id: article for article in policy.outcome("unable_not_held").articles}

    assert articles["36(4)"].requires == ("search-record",)
    assert "responsible-agency" in articles["36(5)"].requires


def test_kinds_of_applicants_fill_the_columns(policy):
    """Each class of applicant is counted in one column; the seventh is the total."""
    columns = [column.id for column in policy["annual.columns"].value]

    assert [kind.column for kind in policy["applicant.kinds"].value] == columns[:-1]
    assert columns[-1] == "total"


def test_unknown_outcome(policy):
    """An outcome that is not in the catalogue is refused with a sentence."""
    with pytest.raises(UnknownKey, match=r"outcomes\.maybe"):
        policy.outcome("maybe")


IN_WORDS = {"confidentiality-review", "facts-and-reasons", "material", "location"}
"""What a draft shows without boxes of its own: its sheet, its finding and decision, its materials."""


def test_what_an_outcome_requires_has_its_words_and_boxes(policy):
    """Every kind of evidence that an outcome or an article names stands in the packs, and none is there for nothing."""
    outcomes = policy.outcomes().values()
    named = {kind for each in outcomes for kind in each.requires}
    named |= {kind for each in outcomes for article in each.articles for kind in article.requires}

    assert named - IN_WORDS == policy.evidence_kinds().keys()


def test_boxes_of_evidence_have_names_of_their_own(policy):
    """No two boxes share a name: each is a field of one form, and the name that it is sealed under."""
    names = [box.name for kind in policy.evidence_kinds().values() for box in kind.boxes]

    assert len(names) == len(set(names))


def test_evidence_names_at_most_one_other_paper(policy):
    """A kind has one 文号 at most, since it refers to one paper."""
    for kind in policy.evidence_kinds().values():
        assert sum(box.shape == "reference" for box in kind.boxes) <= 1


def test_a_row_of_part_three_is_printed_as_the_form_says_it():
    """Group and line stand in the pack; the whole label is made of them, and `brief` has no numerals."""
    rows = {row.id: row for row in Policy("national", ON)["annual.rows"].value}

    assert rows["deny_state_secret"].label == "三、(三)不予公开 1.属于国家秘密"
    assert rows["deny_state_secret"].brief == "不予公开：属于国家秘密"
    assert (rows["total_processed"].label, rows["total_processed"].line) == ("三、(七)总计", "")
    assert all(row.label for row in rows.values())
