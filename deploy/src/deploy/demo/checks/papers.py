"""Checks the text of the replies that applicants downloaded as PDF."""

import io
from collections.abc import Iterator
from typing import Final

import pypdfium2

from deploy.demo.acts import words
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import Request, Year

BODIES: Final = {"qionghai": "琼海市人民政府", "tongliao": "通辽市人民政府"}
"""复议机关, by the bureaus' own rules."""
COURT: Final = "有管辖权的人民法院"
R1: Final = (
    "应当自收到本答复之日起60日内先向{body}申请行政复议",
    "可以自收到行政复议决定书之日起15日内向{court}提起行政诉讼",
)
"""Refusals: reconsideration first (行政复议法第二十三条)."""
R2: Final = (
    "可以自收到本答复之日起60日内向{body}申请行政复议，或者自收到本答复之日起6个月内向{court}提起行政诉讼",
)
"""All other outcomes: reconsideration or lawsuit (行政诉讼法第四十六条)."""
REDRESS: Final = {
    "granted": R2,
    "partial": R1 + R2,
    "deny_law_forbids": R1,
    "unable_not_held": R2,
    "noproc_duplicate": R2,
    "other_no_correction": R2,
    "other_other": (),
}
ARTICLES: Final = {
    "14": "第十四条",
    "30": "第三十条",
    "36(1)": "第三十六条第（一）项",
    "36(2)": "第三十六条第（二）项",
    "36(4)": "第三十六条第（四）项",
    "36(5)": "第三十六条第（五）项",
    "36(6)": "第三十六条第（六）项",
    "37": "第三十七条",
    "report-6-3": "终止办理",
}
"""法律依据 by the article in the story. A withdrawn request rests on the applicant's own decision and names none."""
REDRESS_WORD: Final = "行政复议"


def faults_of_papers(users: PortalUsers, year: Year) -> Iterator[str]:
    """The required text that a reply lacks, and the text that it must not contain."""
    for request in year.requests:
        if request.id in users.papers:
            yield from _missing(users, request, pdf_text(users.papers[request.id]))
    kinds = {request.outcome for request in year.requests if request.id in users.papers}
    for unread in sorted(REDRESS.keys() - kinds) if year.tables else ():
        yield f"没有读到一份 {unread} 的答复书"


def _missing(users: PortalUsers, request: Request, text: str) -> Iterator[str]:
    redress = REDRESS[request.outcome]
    names = {"body": BODIES[request.agency], "court": COURT}
    expected = {
        "申请人": request.applicant,
        "文号": users.replies[request.id][0],
        "查明的情况": words.finding(request),
        "法律依据": ARTICLES[request.article],
        **{f"救济途径{n}": each.format(**names) for n, each in enumerate(redress, 1)},
    }
    for what, said in expected.items():
        if "".join(said.split()) not in text:
            yield f"{request.id} 的答复书里没有{what}：{said}"
    if not redress and REDRESS_WORD in text:
        yield f"{request.id} 的答复书不应写救济途径"
    if redress == R2 and "先向" in text:
        yield f"{request.id} 的答复书误写了复议前置"


def pdf_text(pdf: bytes) -> str:
    """The text of a PDF without blanks."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    words = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(words.split())
