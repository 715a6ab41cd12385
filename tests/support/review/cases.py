"""Histories that lead to each state of a case, and commands with sensible values."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from review.acts.review_decision import CompleteReview, VoidReview
from review.case.commands import (
    AssignSection,
    Heads,
    IssueReply,
    OpenCase,
    ProposeOutcome,
    ReturnDraft,
    SignDraft,
    Signing,
)
from review.case.state import Matter
from shared.events.review.case import (
    CaseAssigned,
    CaseOpened,
    DraftReturned,
    DraftSigned,
    OutcomeProposed,
    ReplyIssued,
)
from shared.events.review.sheet import SheetCompleted, SheetVoided
from shared.events.terms import Basis, Evidence, Sealed, SheetVersion, Subject
from shared.message import Actor, Origin
from shared.policy import Capability, national_roles
from shared.policy.values import Question, Step
from support.review.outcomes import CATALOGUE, KINDS, NEEDS, REFERENCES, clause_of

REQUEST = UUID("0b5e7c52-3a55-4c39-9f2e-5a2f4f1f3c01")
ISSUE = UUID("7d9a4c11-61f2-4a0e-8a57-0f1b6f5f9a02")
SHEET = UUID("3f2d8b60-9c1e-4a7b-8d35-6e0a4b7c1d05")
AT = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
TODAY = date(2025, 3, 10)
SECTION = "综合统计股"
HEADS = Heads((SECTION,))
EVERY_SECTION = Heads()
OFFERED = {SECTION: SECTION, "普查股": "普查股"}
STRANGER = Heads(("普查股",))
BASIS = Basis("规程第四条（二）", "《琼海市统计局政府信息依申请公开工作规程》")
CHAIN = (
    Step(id="section", label="业务机构负责人", act="审核", clause="条例第四十五条"),
    Step(id="deputy", label="分管领导", act="审核", clause="条例第四十五条"),
    Step(id="head", label="主要领导", act="签发", clause="条例第四十五条"),
)
QUESTIONS = tuple(
    Question(id=name, label=label, clause=clause)
    for name, label, clause in (
        ("state_secret", "是否涉及国家秘密？", "条例第十四条"),
        ("statistical_respondent", "能否识别单个统计调查对象的身份？", "《统计法》第二十八条"),
        ("trade_secret", "是否涉及商业秘密？", "条例第十五条"),
        ("personal_privacy", "是否涉及个人隐私？", "条例第十五条"),
    )
)
PROVIDED = "条例第三十六条第（二）项"


def sealed(text: str) -> Sealed:
    """A stand-in for ciphertext, which the domain never opens."""
    return Sealed("text", text)


def origin(role: str, account: str = "") -> Origin:
    """A member of staff of 琼海, by default named after the role."""
    return Origin.first("qionghai", Actor(kind="staff", id=account or f"the.{role}", role=role), AT)


def able(role: str) -> frozenset[Capability]:
    """The capabilities of a role in the national list."""
    return national_roles().able((role,))


MATTER = Matter(REQUEST, SHEET, 2025, 1, date(2025, 3, 3), "person", sealed("2024年统计年鉴"))


def open_case() -> OpenCase:
    return OpenCase(origin=origin("reaction"), matter=MATTER)


def assign(section=SECTION, role="clerk") -> AssignSection:
    return AssignSection(
        origin=origin(role), able=able(role), request_id=REQUEST, section=section, offered=OFFERED, sheet=None
    )


def review(role="section", *, heads=HEADS, attribute="open", yes=(), left_out=(), reason=""):
    """A sheet that answers yes to the questions in `yes`, no to the others, and omits those in `left_out`."""
    return CompleteReview(
        origin=origin(role),
        able=able(role),
        request_id=REQUEST,
        heads=heads,
        questions=QUESTIONS,
        answers=answers_of(yes, left_out),
        attribute=attribute,
        reason=sealed(reason) if reason else None,
        basis=BASIS,
    )


def answers_of(yes=(), left_out=()):
    """The answers: yes to the questions in `yes`, no to the others."""
    return {each.id: "yes" if each.id in yes else "no" for each in QUESTIONS if each.id not in left_out}


def void(role="section", *, heads=HEADS, reason="所附清单有误"):
    return VoidReview(
        origin=origin(role),
        able=able(role),
        request_id=REQUEST,
        heads=heads,
        reason=sealed(reason) if reason else None,
    )


def propose(
    role="section",
    *,
    heads=HEADS,
    outcome="granted",
    clause=PROVIDED,
    finding="已检索",
    decision="予以公开",
    materials=("年鉴",),
):
    return ProposeOutcome(
        origin=origin(role),
        able=able(role),
        request_id=REQUEST,
        heads=heads,
        outcome=outcome,
        clause=clause,
        finding=sealed(finding) if finding else None,
        decision=sealed(decision) if decision else None,
        materials=tuple(sealed(material) for material in materials),
        offered=CATALOGUE,
        kinds=KINDS,
        sheet=None,
    )


def proof(kind, reference="") -> Evidence:
    """A piece of evidence, by default with the 文号 that its kind needs."""
    named = reference or REFERENCES.get(kind)
    return Evidence(kind=kind, boxes={KINDS[kind].boxes[-1].name: sealed("档案室")}, reference=named)


def answer_with(name, article, role="section") -> ProposeOutcome:
    """A right draft for an outcome and its article."""
    return replace(
        propose(role, outcome=name, clause=clause_of(name, article)),
        evidence=tuple(proof(kind) for kind in NEEDS.get((name, article), ())),
        names_law=name == "deny_law_forbids",
    )


def signing(chain=CHAIN, drafter="the.section") -> Signing:
    return Signing(chain=chain, drafter=drafter, substance_sha256="ab" * 32, issue_id=ISSUE, sheet=None)


def sign(
    level, *, draft=1, role="", account="", chain=CHAIN, drafter="the.section", heads=HEADS
) -> SignDraft:
    return SignDraft(
        origin=origin(role or level, account),
        able=able(role or level),
        request_id=REQUEST,
        heads=heads,
        draft=draft,
        level=level,
        signing=signing(chain, drafter),
    )


def send_back(level, *, draft=1, role="", heads=HEADS, reason="请补充材料清单") -> ReturnDraft:
    return ReturnDraft(
        origin=origin(role or level),
        able=able(role or level),
        request_id=REQUEST,
        heads=heads,
        draft=draft,
        level=level,
        reason=sealed(reason) if reason else None,
        chain=CHAIN,
    )


def issue(role="clerk", *, draft=1, chain=CHAIN) -> IssueReply:
    return IssueReply(
        origin=origin(role), able=able(role), request_id=REQUEST, draft=draft, signing=signing(chain)
    )


def was_opened() -> CaseOpened:
    return CaseOpened(
        request_id=REQUEST,
        sheet_id=SHEET,
        year=2025,
        number=1,
        received_on=date(2025, 3, 3),
        applicant_kind="person",
        content=MATTER.content,
    )


def was_assigned(section=SECTION) -> CaseAssigned:
    return CaseAssigned(request_id=REQUEST, section=section, assigned_on=TODAY)


def was_reviewed(attribute="open", yes=(), *, version=1, weighed=()) -> SheetCompleted:
    return SheetCompleted(
        sheet_id=SHEET,
        subject=Subject("request", str(REQUEST)),
        version=version,
        answers=answers_of(yes),
        attribute=attribute,
        reason=None if attribute == "open" and not yes else sealed("涉及内部管理"),
        opinions=(),
        weighed=weighed,
        completed_on=TODAY,
        basis=BASIS,
    )


def was_voided(version=1, reason="所附清单有误") -> SheetVoided:
    return SheetVoided(
        sheet_id=SHEET,
        subject=Subject("request", str(REQUEST)),
        version=version,
        reason=sealed(reason),
        voided_on=TODAY,
    )


def sheet_version(version=1) -> SheetVersion:
    return SheetVersion(SHEET, version)


def was_proposed(draft=1, *, sheet=1) -> OutcomeProposed:
    return OutcomeProposed(
        request_id=REQUEST,
        draft=draft,
        outcome="granted",
        clause=PROVIDED,
        finding=sealed("已检索"),
        decision=sealed("予以公开"),
        materials=(sealed("年鉴"),),
        proposed_on=TODAY,
        sheet=sheet_version(sheet) if sheet else None,
    )


def was_signed(level, draft=1) -> DraftSigned:
    return DraftSigned(request_id=REQUEST, draft=draft, level=level, signed_on=TODAY)


def was_returned(level, draft=1, reason="请补充材料清单") -> DraftReturned:
    return DraftReturned(
        request_id=REQUEST, draft=draft, level=level, reason=sealed(reason), returned_on=TODAY
    )


def was_issued(draft=1) -> ReplyIssued:
    return ReplyIssued(
        request_id=REQUEST,
        issue_id=ISSUE,
        draft=draft,
        outcome="granted",
        clause=PROVIDED,
        finding=sealed("已检索"),
        decision=sealed("予以公开"),
        materials=(sealed("年鉴"),),
        substance_sha256="ab" * 32,
        issued_on=TODAY,
        sheet=sheet_version(),
    )


OPENED = (was_opened(),)
ASSIGNED = (*OPENED, was_assigned())
REVIEWED = (*ASSIGNED, was_reviewed())
DRAFTED = (*REVIEWED, was_proposed())
SIGNED_ONCE = (*DRAFTED, was_signed("section"))
SIGNED_TWICE = (*SIGNED_ONCE, was_signed("deputy"))
RETURNED = (*SIGNED_ONCE, was_returned("deputy"))
ISSUED = (*SIGNED_TWICE, was_signed("head"), was_issued())
