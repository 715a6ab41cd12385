"""Sample documents of 琼海市统计局 and one press for all of them, as in a process of the service."""

from datetime import date

import pytest

from intake.request.papers.answer_text import Answer, compose_answer
from intake.request.papers.asked import Asked
from intake.request.papers.receipt import Receipt
from shared.events.substance import Recalled
from shared.papers.letterhead import Contact, Letterhead
from shared.papers.paper import Paper
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
ASKED = Asked(
    recalled=Recalled(
        "QH-2025-0001", date(2025, 3, 3), "“2020年至2024年琼海市分镇农村居民人均可支配收入数据”"
    ),
    organisation=False,
)
PROVIDED = Answer(
    document="公开答复书",
    clause="条例第三十六条第（二）项",
    finding="",
    decision="",
    materials=("各镇农村居民人均可支配收入", "数据口径与调查方法说明"),
    form="电子邮件",
)
REPLY = Paper(
    agency=AGENCY,
    document_number="琼统依申请〔2025〕1号",
    applicant_name="王小芳",
    letter=compose_answer(ASKED, PROVIDED),
    redress="如对本答复不服，可以自收到本答复书之日起60日内向琼海市人民政府申请行政复议，或者6个月内向琼海市人民法院提起行政诉讼。",
    issued_on=date(2025, 3, 20),
    exercise=False,
)
RECEIPT = Receipt(
    agency=AGENCY,
    request_number="QH-2025-0001",
    query_code="7K4M-9PXR-2DFA",
    applicant_name="王小芳",
    received_on=date(2025, 3, 3),
    content="2020年至2024年琼海市分镇农村居民人均可支配收入数据",
    due_statement="本机关自收到申请之日起20个工作日内答复，最迟于2025年3月31日答复。",
    tracking="在政府信息公开网页“进度查询”中输入查询码和姓名，可以查看办理进度和答复。",
    issued_on=date(2025, 3, 3),
    exercise=False,
)


@pytest.fixture
def asked():
    """The sample request."""
    return ASKED


@pytest.fixture
def reply():
    """The sample reply: provided by e-mail, two materials."""
    return REPLY


@pytest.fixture
def receipt():
    """The sample receipt."""
    return RECEIPT


@pytest.fixture(scope="session")
def words_of():
    """Reads the words of a PDF, page by page, without the breaks that the layout made."""

    return lambda document: pages_in(document.pdf)
