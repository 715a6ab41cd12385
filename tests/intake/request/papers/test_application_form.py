"""申请表 as PDF: the agency's own boxes, empty or filled in, on one page."""

from datetime import date

import pytest

from intake.request.application import Application
from intake.request.papers.application_form import application_form
from shared.policy import Policy
from support.intake.papers import furthest_right

DAY = date(2025, 3, 3)
APPLICATION = Application(
    applicant_kind="natural_person",
    name="陈小明",
    organisation="某某小学",
    identity_kind="居民身份证",
    identity_number="460002199001011234",
    phone="13800000000",
    fax="0475-1",
    email="chen.xiaoming.with.a.long.name@example.org",
    postcode="028000",
    content="2024年分镇农村居民人均可支配收入",
    hints="统计公报第三部分",
    purpose="写论文",
    supply_form="electronic",
    delivery="email",
)


def form(agency, values, **changed):
    return application_form(Policy(agency, DAY), values, printed_on=DAY, exercise=False, **changed)


def test_tongliao_prints_its_own_form():
    """Tongliao's form has its ten starred boxes in its order, and the box that the regulation adds beside them."""
    printed = form("tongliao", {})

    assert printed.title == "通辽开发区统计局政务公开申请表"
    assert [box.label for box in printed.applicant] == [
        *("*姓名", "*工作单位", "*证件名称", "*证件号码"),
        *("*联系电话", "*传真", "*电子邮箱", "*邮政编码"),
    ]
    assert [box.label for box in printed.information] == ["*所需信息的内容描述", "*所需信息的用途"]
    assert [box.label for box in printed.beside] == ["获取信息的方式、途径等形式要求"]
    assert "标*项为必填项；其中工作单位、传真" in printed.notes[0]
    assert any("创业大厦1216" in note for note in printed.notes)


def test_qionghai_prints_what_its_rules_ask_for():
    """Qionghai's form holds the contents of 规程四（一） and, beside them, the proof of identity."""
    printed = form("qionghai", {})

    labels = [box.label for box in (*printed.applicant, *printed.information, *printed.beside)]
    assert labels == [
        *(
            "姓名或者名称",
            "联系方式",
            "政府信息的内容描述",
            "政府信息的形式要求",
            "所需信息的用途",
            "身份证明",
        ),
    ]
    assert not any("*" in note for note in printed.notes)


@pytest.mark.parametrize("agency", ["qionghai", "tongliao"])
@pytest.mark.parametrize("values", [{}, APPLICATION.printed()], ids=["empty", "filled"])
def test_a_form_is_one_page(press, words_of, agency, values):
    """Empty or filled in, the form is one page, nothing leaves it, and what was typed is on it."""
    document = press.render(form(agency, values).document())

    assert document.pages == 1
    assert furthest_right(document) < 210 - 21
    words = words_of(document)[0]
    assert ("chen.xiaoming.with.a.long.name@example.org" in words) is bool(values)
    assert ("（统计公报第三部分）" in words) is bool(values)
    assert "申请人（签名或者盖章）：" in words
    assert ("电子文件，电子邮件" in words) is bool(values)
