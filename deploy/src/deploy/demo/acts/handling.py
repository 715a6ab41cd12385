"""The desk's part: assignment, the confidentiality sheet, drafts and signatures."""

from typing import Final

from deploy.demo.acts import words
from deploy.demo.acts.filing import clerk
from deploy.demo.offices import office_of
from deploy.demo.room import Room
from deploy.demo.story import Request
from deploy.seed.sample_staff import section_id
from shared.policy import Policy

CHAIN: Final = ("section", "deputy", "head")
CONCERNS: Final = {
    "deny_law_forbids": ("law_forbids", "statistical_respondent"),
    "partial": ("personal_privacy", "trade_secret"),
}
"""The questions of the sheet that a section answers with yes, by outcome; all others with no."""
ATTRIBUTES: Final = {"deny_law_forbids": "not_open", "partial": "part_open"}


def section(request: Request) -> str:
    """股室负责人."""
    return office_of(request.agency).head_of(request.section)


def assign(room: Room, request: Request) -> None:
    """分办."""
    room.act(
        clerk(request), room.case_page(request), "assign", section=section_id(request.agency, request.section)
    )


def review(room: Room, request: Request) -> None:
    """保密审查."""
    day = request.reviewed or request.drafted or request.filed
    questions = Policy(request.agency, day)["confidentiality.questions"].value
    yes = CONCERNS.get(request.outcome, ())
    answers = {each.id: "yes" if each.id in yes else "no" for each in questions}
    attribute = ATTRIBUTES.get(request.outcome, "open")
    reason = words.reason(request) if attribute != "open" else ""
    sheet = answers | {"attribute": attribute, "reason": reason}
    room.act(section(request), room.case_page(request), "review", **sheet)


def propose(room: Room, request: Request) -> None:
    """拟答复意见: outcome and article first, then what they ask for; what the page knows already stays as it is."""
    page = f"{room.case_page(request)}?basis={request.outcome}/{request.article}"
    written = {
        "finding": words.finding(request),
        "decision": words.decision(request),
        **({"materials": "\n".join(request.materials)} if request.materials else {}),
        **_evidence(room, request),
    }
    room.act(section(request), page, "propose", **written)


def propose_again(room: Room, request: Request) -> None:
    """A draft that came back, mended."""
    page = f"{room.case_page(request)}?basis={request.outcome}/{request.article}"
    mended = f"{words.finding(request)}（已按审签意见修改。）"
    room.act(section(request), page, "propose", finding=mended)


def _evidence(room: Room, request: Request) -> dict[str, str]:
    """What the outcome rests on besides its words, by the boxes of the form."""
    if search := request.search:
        boxes = {"search_where": search.where, "search_words": search.keywords}
        return boxes | {"search_by": search.by, "search_on": str(search.on)}
    if request.redacted:
        return {"redacted_parts": request.redacted, "redacted_why": words.reason(request)}
    if request.responsible:
        name, _, contact = request.responsible.partition("，")
        return {"responsible_name": name, "responsible_contact": contact}
    if request.earlier:
        number, served = room.replies[request.earlier]
        same = "同一申请人再次申请公开相同的政府信息"
        return {"earlier_number": number, "earlier_on": str(served), "earlier_same": same}
    return {}


def sign_by_section(room: Room, request: Request) -> None:
    """审核、确认 by the section's head."""
    room.act(section(request), room.case_page(request), "sign")


def sign_by_deputy(room: Room, request: Request) -> None:
    """审核 by the deputy."""
    room.act(office_of(request.agency).holder("deputy"), room.case_page(request), "sign")


def sign_by_head(room: Room, request: Request) -> None:
    """签发 by the head."""
    room.act(office_of(request.agency).holder("head"), room.case_page(request), "sign")


def send_back(room: Room, request: Request) -> None:
    """退回 with a reason, by the step that the story names."""
    back = request.returned
    if back is None:
        raise ValueError(f"{request.id} is sent back by nobody")
    room.act(
        office_of(request.agency).holder(back.by),
        room.case_page(request),
        "return",
        return_reason=back.reason,
    )
