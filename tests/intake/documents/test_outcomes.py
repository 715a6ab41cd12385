"""The words of answers that grant."""

from dataclasses import replace
from datetime import date

import pytest

from intake.documents import AlreadyPublic, Provided, PublishedItem, compose_granted


def test_provided_names_article_and_materials(asked):
    """What is provided is granted under 条例 36(2), with its form and its list."""
    letter = compose_granted(asked, Provided(materials=("甲表", "乙表"), form="纸质"))

    assert letter.title == "政府信息公开答复书"
    assert letter.opening.startswith(
        "你于2025年3月3日向本机关提交的政府信息公开申请（申请编号：QH-2025-0001）收悉。"
    )
    assert "第三十六条第（二）项" in letter.decision
    assert "以纸质方式向你提供" in letter.decision
    assert "共2件" in letter.decision
    assert letter.materials == ("甲表", "乙表")


def test_already_public_names_way_and_place(asked):
    """What is public is answered under 条例 36(1), each publication with its place and day, then the way."""
    items = (
        PublishedItem(title="《甲公报》", place="https://example.org/a", published_on=date(2024, 3, 5)),
        PublishedItem(title="《乙年鉴》", place="市档案馆"),
    )
    letter = compose_granted(asked, AlreadyPublic(items=items, way="网上查阅"))

    assert letter.title == "政府信息公开告知书"
    assert letter.decision.split("\n")[1:] == [
        "1．《甲公报》（2024年3月5日公开），获取途径：https://example.org/a。",
        "2．《乙年鉴》，获取途径：市档案馆。",
        "获取方式：网上查阅。",
    ]
    assert "第三十六条第（一）项" in letter.decision
    assert letter.materials == ()


def test_an_organisation_and_another_label(asked):
    """An organisation is 你单位, and the agency's own word for information is used."""
    firm = replace(asked, organisation=True, information_label="政务信息")
    letter = compose_granted(firm, Provided(materials=("甲表",), form="纸质"))

    assert letter.opening.startswith("你单位于")
    assert letter.title == "政务信息公开答复书"
    assert "保存的政务信息" in letter.finding


def test_own_finding_and_local_rules(asked):
    """The section's own finding stands, and a local rule follows the article."""
    grant = Provided(materials=("甲表",), form="纸质")
    letter = compose_granted(asked, grant, finding="经查，该表由本局制作。", also_by=("《规程》第四条",))

    assert letter.finding == "经查，该表由本局制作。"
    assert "第（二）项、《规程》第四条的规定" in letter.decision


@pytest.mark.parametrize("grant", [Provided(materials=(), form="纸质"), AlreadyPublic(items=(), way="网上")])
def test_a_letter_that_grants_nothing_is_refused(asked, grant):
    """A grant without a material or a place is no answer."""
    with pytest.raises(ValueError, match="列明"):
        compose_granted(asked, grant)


def test_braces_of_the_applicant_are_words(asked):
    """Braces in the request are not places to fill."""
    letter = compose_granted(replace(asked, content="{you}{0}"), Provided(materials=("甲",), form="纸质"))

    assert "“{you}{0}”" in letter.opening
