"""The words of answers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from intake.request.papers.answer_text import Answer, compose_answer
from intake.request.papers.asked import LETTERS
from shared.papers.sentences import WordsMissing
from shared.policy import Policy
from support.intake.papers import ANSWERS, answer_of


def unprinted(policy: Policy, kinds) -> Iterator[str]:
    """Evidence of which the policy says that letters print it, and which a letter that rests on it prints not once."""
    offered = [outcome for outcome in policy.outcomes().values() if outcome.offered]
    for article in (each for outcome in offered for each in outcome.articles):
        owners = [outcome for outcome in offered if article in outcome.articles]
        required = {*article.requires, *(kind for each in owners for kind in each.requires)} & kinds.keys()
        stock = "".join(text for text in LETTERS.of(article.document).values() if isinstance(text, str))
        for kind in (kinds[name] for name in sorted(required) if kinds[name].letter or kinds[name].printed):
            if (stock + kind.printed).count(f"{{{kind.letter}}}") != 1:
                yield f"{article.document}: {kind.label}"


def test_provided_names_article_and_materials(asked):
    """What is provided is granted under 条例 36(2), with its form and its list."""
    answer = replace(ANSWERS["公开答复书"], materials=("甲表", "乙表"), form="纸质")
    letter = compose_answer(asked, answer)

    assert letter.title == "政府信息公开答复书"
    assert letter.opening.startswith(
        "你于2025年3月3日向本机关提交的政府信息公开申请（申请编号：QH-2025-0001）收悉。"
    )
    assert "《中华人民共和国政府信息公开条例》第三十六条第（二）项" in letter.decision
    assert "以纸质方式向你提供" in letter.decision
    assert "共2件" in letter.decision
    assert letter.materials == ("甲表", "乙表")


def test_already_public_names_way_and_place(asked):
    """What is public is answered under 条例 36(1): each publication with its place, then the section's words."""
    lines = ("《甲公报》：https://example.org/a", "《乙年鉴》，市档案馆二楼")
    letter = compose_answer(asked, answer_of("公开告知书", materials=lines, decision="可以网上查阅。"))

    assert letter.title == "政府信息公开告知书"
    assert letter.decision.split("\n")[1:] == [
        "1．《甲公报》，获取途径：https://example.org/a",
        "2．《乙年鉴》，市档案馆二楼",
        "可以网上查阅。",
    ]
    assert "第三十六条第（一）项" in letter.decision
    assert letter.materials == ()


def test_an_organisation_and_another_label(asked):
    """An organisation is 你单位, and the agency's own word for information is used."""
    firm = replace(asked, organisation=True, information_label="政务信息")
    letter = compose_answer(firm, answer_of("公开答复书", finding=""))

    assert letter.opening.startswith("你单位于")
    assert letter.title == "政务信息公开答复书"
    assert "保存的政务信息" in letter.finding


@pytest.mark.parametrize(
    ("document", "parts"),
    [
        (
            "部分公开答复书",
            (
                "能够作区分处理",
                "一、公开的部分。",
                "共1件",
                "二、不予公开的部分及理由。\n遮盖第3栏",
                "第三十七条",
            ),
        ),
        ("不予公开告知书", ("依《统计法》第二十八条", "第十四条、第三十六条第（三）项", "不予公开")),
        ("政府信息不存在告知书", ("检索范围：档案室", "第三十六条第（四）项", "不存在")),
        ("非本机关公开告知书", ("市自然资源局，0898-1", "第三十六条第（五）项", "不属于本机关负责公开")),
        (
            "不予重复处理告知书",
            ("以海统公开〔2024〕9号（2024年5月6日作出）作出答复", "第三十六条第（六）项", "不予重复处理"),
        ),
        (
            "逾期不补正不再处理告知书",
            ("海统公开补〔2025〕1号", "2025年3月5日", "10个工作日", "2025年3月19日届满", "视为放弃申请"),
        ),
        ("终止办理告知书", ("2025年3月6日向本机关撤回", "终止办理")),
    ],
)
def test_each_answer_says_what_the_law_asks(asked, document, parts):
    """Each kind of answer names its facts, its article and its decision, and the section's own words."""
    letter = compose_answer(asked, ANSWERS[document])
    words = f"{letter.finding}\n{letter.decision}"

    assert all(part in words for part in parts), words
    assert "经办股室的意见。" in letter.decision
    assert "{" not in letter.title + letter.opening + words


@pytest.mark.parametrize(
    ("document", "without"),
    [
        ("公开答复书", {"materials": ()}),
        ("公开告知书", {"materials": ()}),
        ("部分公开答复书", {"materials": ()}),
        ("部分公开答复书", {"facts": {}}),
        ("不予公开告知书", {"finding": " "}),
        ("政府信息不存在告知书", {"facts": {}}),
        ("不予重复处理告知书", {"facts": {}}),
        ("逾期不补正不再处理告知书", {"facts": {}}),
    ],
)
def test_a_letter_without_what_it_rests_on_is_not_written(asked, document, without):
    """A grant without a material, a refusal without a reason, 不存在 without a search are no answers."""
    with pytest.raises(WordsMissing, match=document):
        compose_answer(asked, replace(ANSWERS[document], **without))


def test_every_offered_article_has_its_letter():
    """Each article of each outcome that staff are offered takes a document whose words are there."""
    policy = Policy("qionghai", date(2025, 3, 3))
    offered = {name: outcome for name, outcome in policy.outcomes().items() if outcome.offered}

    documents = {article.document for outcome in offered.values() for article in outcome.articles}
    assert documents == set(ANSWERS)
    assert len(offered) == 7


def test_no_evidence_is_dropped_by_a_letter():
    """What the policy calls printed is told once: in its own sentences, or where the document has a place for it."""
    policy = Policy("qionghai", date(2025, 3, 3))

    assert list(unprinted(policy, policy.evidence_kinds())) == []


@pytest.mark.parametrize("changed", [{"letter": "elsewhere"}, {"letter": "search", "printed": ""}])
def test_sees_evidence_that_a_letter_drops(changed):
    """A name that no sentence knows, and a kind without sentences where the document has no place, are noticed."""
    policy = Policy("qionghai", date(2025, 3, 3))
    kinds = policy.evidence_kinds()
    spoiled = {**kinds, "search-record": msgspec.structs.replace(kinds["search-record"], **changed)}

    assert list(unprinted(policy, spoiled)) == ["政府信息不存在告知书: 检索记录"]


def test_what_happened_on_the_way_is_told(asked):
    """A correction, an extension and a consultation are told after the receipt, each with its day and 文号."""
    way = (
        ("corrected", {"served_on": "甲日", "corrected_on": "乙日", "document_number": "补1号"}),
        ("extended", {"served_on": "丙日", "working_days": "10", "document_number": "延1号"}),
        ("consulted", {"third_party": "某公司表示同意。"}),
    )
    letter = compose_answer(replace(asked, course=way), ANSWERS["公开答复书"])

    corrected, extended, _, consulted = letter.course.split("\n")
    assert all(part in corrected for part in ("甲日", "乙日", "补1号"))
    assert all(part in extended for part in ("丙日", "10个工作日", "延1号"))
    assert consulted == "某公司表示同意。"


def test_braces_of_the_applicant_are_words(asked):
    """Braces in the request are not places to fill."""
    recalled = replace(asked.recalled, quotation="“{you}{0}”")
    letter = compose_answer(replace(asked, recalled=recalled), ANSWERS["公开答复书"])

    assert letter.quotation == "“{you}{0}”"


def test_an_unknown_document_has_no_words(asked):
    """A document that letters.toml does not know is named."""
    with pytest.raises(WordsMissing, match="某告知书"):
        compose_answer(asked, Answer(document="某告知书", clause="条例第一条", finding="", decision=""))
