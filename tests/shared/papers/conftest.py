"""A sample paper of 琼海市统计局 and one press for all tests, as in a process of a service."""

from dataclasses import replace
from datetime import date

import pytest

from shared.papers.letterhead import Contact, Letterhead
from shared.papers.paper import Letter, Paper
from shared.papers.press import Press
from support.intake.papers import pages_in

AGENCY = Letterhead(
    name="琼海市统计局",
    seal_name="琼海市统计局",
    office="琼海市统计局办公室",
    contact=Contact(
        address="海南省琼海市嘉积镇兴海北路1号市委大楼419室",
        postcode="571400",
        telephone="0898-62931823",
        office_hours="工作日8:00至11:30、14:30至17:30",
    ),
)


def letter_about(content):
    """The words of a reply to a request."""
    return Letter(
        title="政府信息公开答复书",
        opening=f"你于2025年3月3日向本机关提交的政府信息公开申请（申请编号：QH-2025-0001）收悉。你申请公开的内容为：“{content}”。",
        finding="经审查，你申请公开的信息属于本机关制作或者获取并保存的政府信息，可以公开。",
        decision="根据《中华人民共和国政府信息公开条例》第三十六条第（二）项的规定，本机关决定予以公开，以电子邮件方式向你提供，具体材料见附件（共2件）。",
        materials=("各镇农村居民人均可支配收入", "数据口径与调查方法说明"),
    )


REPLY = Paper(
    agency=AGENCY,
    document_number="琼统依申请〔2025〕1号",
    applicant_name="王小芳",
    letter=letter_about("2020年至2024年琼海市分镇农村居民人均可支配收入数据"),
    redress="如对本答复不服，可以自收到本答复书之日起60日内向琼海市人民政府申请行政复议，或者6个月内向琼海市人民法院提起行政诉讼。",
    issued_on=date(2025, 3, 20),
    exercise=False,
)


@pytest.fixture(scope="session")
def press():
    """A press with the free faces and only the built-in templates."""
    return Press()


@pytest.fixture
def reply():
    """The sample paper: a reply with two materials."""
    return REPLY


@pytest.fixture
def reply_to():
    """Makes the sample paper to another applicant or to other words."""

    def make(applicant="王小芳", content="2020年至2024年琼海市分镇农村居民人均可支配收入数据"):
        return replace(REPLY, applicant_name=applicant, letter=letter_about(content))

    return make


@pytest.fixture(scope="session")
def words_of():
    """Reads the words of a PDF, page by page, without the breaks that the layout made."""

    return lambda document: pages_in(document.pdf)
