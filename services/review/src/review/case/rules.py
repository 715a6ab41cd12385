"""The rules of a case, one small function each; a broken one is a `Refusal` that says what to do.

Those that ask where a case stands give back its state narrowed, so that what follows cannot reach further.
"""

from collections.abc import Sequence

from review.case.state import Assigned, Case, Drafted, Issued, NoCase, Opened, Returned, SheetFacts
from shared.command.decider import Invalid, NotFound, NotYours, Refusal
from shared.events.terms import Sealed
from shared.message import Actor
from shared.policy.roles import Capability
from shared.policy.values import Step

DRAFTERS_OWN = "这份意见是您拟的，不能再由您审核或者签发。请由另一位有此职责的同事办理。"
"""Why the drafter's button is dead, and what is said where it is pressed all the same."""


def not_yet_open(state: Case) -> None:
    """A case is opened once, at acceptance (条例第四十五条: 登记、审核、办理、答复、归档)."""
    if not isinstance(state, NoCase):
        raise Refusal("case-already-open", "本件已经立案，不能重复立案。请在待办中继续办理。")


def acts_as(actor: Actor, role: str, act: str) -> None:
    """Who signs or approves must act in the one role that the chain or the agency's rules name (管理办法六)."""
    if actor.role != role:
        raise _not_your_role(act)


def allowed(able: frozenset[Capability], capability: Capability, act: str) -> None:
    """Who acts must act in a role that the agency's list of roles gives the step to (管理办法六: 各成员职责)."""
    if capability not in able:
        raise _not_your_role(act)


def own_section(section: str, heads: str | None) -> None:
    """Only the section that the case was assigned to reviews, drafts and confirms (谁主管谁审查, 保密审查办法第四条)."""
    if heads != section:
        reason = f"本件由{section}承办，您不是该股室的负责人，不能办理。分办有误的，请与经办人联系。"
        raise NotYours("not-your-section", reason, "条例第十七条")


def section_named(section: str) -> None:
    """分办 names a section: somebody must answer for truth and completeness (管理办法六（四）)."""
    if not section.strip():
        raise Invalid("section-missing", "没有写明承办股室。请填写由哪个股室承办。", "条例第四条")


def awaiting_section(state: Case, section: str, sheet: SheetFacts | None) -> Opened | Assigned:
    """A case goes to another section only while nobody has reviewed it (谁主管谁审查, 保密审查办法第四条)."""
    match state:
        case Opened():
            return state
        case Assigned() if sheet is None:
            if state.section == section:
                raise Refusal("section-unchanged", f"本件已经分给{section}。要改派的，请选择另一股室。")
            return state
        case Assigned() | Drafted() | Returned():
            raise Refusal("already-reviewed", "承办股室已经完成保密审查，不能再改派。请由该股室继续办理。")
        case Issued() | NoCase():
            raise closed(state)


def with_section(state: Case) -> Assigned | Returned:
    """Sheet and outcome are the section's work: after 分办, and while no draft is on its way (先审查后公开, 条例第十七条)."""
    match state:
        case Assigned() | Returned():
            return state
        case Opened():
            raise not_assigned()
        case Drafted():
            raise under_signature()
        case Issued() | NoCase():
            raise closed(state)


def awaiting_signature(state: Case, draft: int) -> Drafted:
    """A signature is for the draft that was read: the present one, not signed to its end (条例第四十五条)."""
    match state:
        case Drafted():
            if state.draft.number != draft:
                reason = f"您看到的是第 {draft} 稿，现在是第 {state.draft.number} 稿。请重新打开本件，看过新稿再办理。"
                raise Refusal("draft-superseded", reason)
            return state
        case Opened() | Assigned() | Returned():
            raise Refusal(
                "draft-missing", "现在没有可以审签的答复意见。请等承办股室拟好后再审签。", "条例第四十五条"
            )
        case Issued() | NoCase():
            raise closed(state)


def sheet_stands(case: Drafted, sheet: SheetFacts | None) -> None:
    """Nothing is signed or issued over a sheet that was voided since the draft was written (先审查后公开, 条例第十七条)."""
    if case.draft.sheet is not None and (sheet is None or sheet.filling != case.draft.sheet):
        reason = "本稿所依据的保密审查单已经作废，不能签批。请先退回承办股室，由其重新填写审查单后再拟。"
        raise Refusal("sheet-voided", reason, "条例第十七条")


def next_step(chain: Sequence[Step], signed: Sequence[str]) -> Step | None:
    """The first step of the chain that has not signed; None when all have."""
    return next((step for step in chain if step.id not in signed), None)


def own_turn(chain: Sequence[Step], signed: Sequence[str], level: str) -> None:
    """The chain signs in its order (管理办法六、十二末款: 确认、审核、审批)."""
    if level in signed:
        raise Refusal("level-already-signed", "这一环节已经签署过本稿。请等待下一环节办理。")
    step = next_step(chain, signed)
    if step is None:
        raise Refusal("nobody-left-to-sign", "签批环节已经全部签署。请由经办人签发。")
    if step.id != level:
        reason = f"还没有轮到这一环节。请先由{step.label}{step.act}。"
        raise Refusal("not-your-turn", reason, step.clause)


def not_by_drafter(account: str, drafter: str, able: frozenset[Capability]) -> None:
    """Who drafted confirms for the section and signs at no other level (起草与签发分离; 条例第四十五条)."""
    if account == drafter and "draft" not in able:
        raise NotYours("drafter-may-not-sign", DRAFTERS_OWN, "条例第四十五条")


def return_reasoned(reason: Sealed | None) -> Sealed:
    """A draft goes back with a reason that the section can act on (条例第四十五条)."""
    if reason is None:
        raise Invalid("return-reason-missing", "没有写明退回理由。请写明哪里需要修改。", "条例第四十五条")
    return reason


def fully_signed(chain: Sequence[Step], signed: Sequence[str]) -> bool:
    """Whether every step of the chain has signed; an agency without any step can issue nothing (条例第四十五条)."""
    return bool(chain) and next_step(chain, signed) is None


def issuable(chain: Sequence[Step], signed: Sequence[str]) -> None:
    """No reply leaves the agency unsigned (管理办法十二末款; 条例第四十五条)."""
    if not fully_signed(chain, signed):
        step = next_step(chain, signed)
        who = f"请先由{step.label}{step.act}" if step else "请先在规则包中写明签批环节"
        raise Refusal("sign-off-incomplete", f"签批还没有完成，不能签发。{who}。", "条例第四十五条")


def _not_your_role(act: str) -> Refusal:
    return NotYours("not-your-role", f"您现在的岗位不能{act}。请由有此职责的同事办理。")


def not_assigned() -> Refusal:
    """No section answers for the case yet (管理办法六（四）)."""
    return Refusal("section-not-assigned", "本件还没有分办。请先由经办人确定承办股室。")


def under_signature() -> Refusal:
    """A draft on its way is not changed behind the backs of those who signed it (条例第四十五条)."""
    return Refusal("draft-under-signature", "答复意见正在审签。要修改的，请先由当前环节退回。")


def closed(state: Issued | NoCase) -> Refusal:
    """Nothing can be done any more, or yet: an issued reply is final, an unknown case is none, one set aside waits."""
    if isinstance(state, NoCase) and state.set_aside:
        reason = (
            "补正是按期收到的，终止已经撤销，为终止所拟、所签的一概作废。请待受理后重新立案，再继续办理。"
        )
        return NotFound("case-set-aside", reason, "条例第三十条")
    if isinstance(state, NoCase):
        return NotFound("case-unknown", "没有这一件。请从待办列表中打开。")
    return Refusal(
        "reply-already-issued", "答复已经签发，不能再改动。请由经办人送达申请人。", "条例第三十六条"
    )
