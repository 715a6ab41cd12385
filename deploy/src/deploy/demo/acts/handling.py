"""Acts in review: assignment, 保密审查单, drafts, signatures."""

from typing import Final

from deploy.demo.acts import words
from deploy.demo.offices import clerk_of, office_of
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import Request
from deploy.seed.sample_staff import section_id
from shared.policy import Policy

CHAIN: Final = ("section", "deputy", "head")
CONCERNS: Final = {
    "deny_law_forbids": ("law_forbids", "statistical_respondent"),
    "partial": ("personal_privacy", "trade_secret"),
}
"""Outcome → the questions of the sheet that are answered with yes; all others are answered with no."""
ATTRIBUTES: Final = {"deny_law_forbids": "not_open", "partial": "part_open"}


def section(request: Request) -> str:
    """股室负责人."""
    return office_of(request.agency).head_of(request.section)


def assign(users: PortalUsers, request: Request) -> None:
    """分办."""
    users.act(
        clerk_of(request),
        users.case_page(request),
        "assign",
        section=section_id(request.agency, request.section),
    )


def review(users: PortalUsers, request: Request) -> None:
    """保密审查."""
    day = request.reviewed or request.drafted or request.filed
    questions = Policy(request.agency, day)["confidentiality.questions"].value
    yes = CONCERNS.get(request.outcome, ())
    answers = {each.id: "yes" if each.id in yes else "no" for each in questions}
    attribute = ATTRIBUTES.get(request.outcome, "open")
    reason = words.reason(request) if attribute != "open" else ""
    sheet = answers | {"attribute": attribute, "reason": reason}
    users.act(section(request), users.case_page(request), "review", **sheet)


def propose(users: PortalUsers, request: Request) -> None:
    """拟答复意见: outcome and article first, then the boxes that they require. Boxes that the page has filled stay."""
    page = f"{users.case_page(request)}?basis={request.outcome}/{request.article}"
    written = {
        "finding": words.finding(request),
        "decision": words.decision(request),
        **({"materials": "\n".join(request.materials)} if request.materials else {}),
        **_evidence(users, request),
    }
    users.act(section(request), page, "propose", **written)


def propose_again(users: PortalUsers, request: Request) -> None:
    """拟答复意见 again after a return."""
    page = f"{users.case_page(request)}?basis={request.outcome}/{request.article}"
    mended = f"{words.finding(request)}（已按审签意见修改。）"
    users.act(section(request), page, "propose", finding=mended)


def _evidence(users: PortalUsers, request: Request) -> dict[str, str]:
    """The values of the evidence boxes of the outcome."""
    if search := request.search:
        boxes = {"search_where": search.where, "search_words": search.keywords}
        return boxes | {"search_by": search.by, "search_on": str(search.on)}
    if request.redacted:
        return {"redacted_parts": request.redacted, "redacted_why": words.reason(request)}
    if request.responsible:
        name, _, contact = request.responsible.partition("，")
        return {"responsible_name": name, "responsible_contact": contact}
    if request.earlier:
        number, served = users.replies[request.earlier]
        same = "同一申请人再次申请公开相同的政府信息"
        return {"earlier_number": number, "earlier_on": str(served), "earlier_same": same}
    return {}


def sign_by_section(users: PortalUsers, request: Request) -> None:
    """审核、确认 by the head of the section."""
    users.act(section(request), users.case_page(request), "sign")


def sign_by_deputy(users: PortalUsers, request: Request) -> None:
    """审核 by the deputy."""
    users.act(office_of(request.agency).holder("deputy"), users.case_page(request), "sign")


def sign_by_head(users: PortalUsers, request: Request) -> None:
    """签发 by the head."""
    users.act(office_of(request.agency).holder("head"), users.case_page(request), "sign")


def send_back(users: PortalUsers, request: Request) -> None:
    """退回 with a reason, by the role that the story names."""
    back = request.returned
    if back is None:
        raise ValueError(f"{request.id} is sent back by nobody")
    users.act(
        office_of(request.agency).holder(back.by),
        users.case_page(request),
        "return",
        return_reason=back.reason,
    )
