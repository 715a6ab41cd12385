"""The rules of a case, one function each. A broken rule raises a `Refusal` that says what to do.

Rules about the stage of a case return its state with the narrower type.
"""

from collections.abc import Mapping, Sequence

from review.case.commands import Heads
from review.case.state import Assigned, Case, Drafted, Issued, NoCase, Opened, Returned, SheetFacts
from shared.command.decider import Invalid, NotFound, NotYours, Refusal
from shared.events.terms import Sealed
from shared.message import Actor
from shared.policy.roles import Capability
from shared.policy.values import Step

DRAFTERS_OWN = "这份意见是您拟的，不能再由您审核或者签发。请由另一位有此职责的同事办理。"
"""The text beside the drafter's disabled button, and the refusal when the form is sent anyway."""


def refuse_open_case(state: Case) -> None:
    """The case is not open yet (条例第四十五条: 登记、审核、办理、答复、归档)."""
    if not isinstance(state, NoCase):
        raise Refusal("case-already-open", "本件已经立案，不能重复立案。请在待办中继续办理。")


def require_role(actor: Actor, role: str, act: str) -> None:
    """The actor must act in the role that the chain or the agency's policy names (管理办法六)."""
    if actor.role != role:
        raise _not_your_role(act)


def require_capability(able: frozenset[Capability], capability: Capability, act: str) -> None:
    """The actor's role must have the capability (管理办法六: 各成员职责)."""
    if capability not in able:
        raise _not_your_role(act)


def require_own_section(section: str, heads: Heads) -> None:
    """The actor must head the section to which the case is assigned (谁主管谁审查, 保密审查办法第四条)."""
    if section not in heads.sections:
        name = heads.name(section)
        reason = f"本件由{name}承办，您不是该股室的负责人，不能办理。分办有误的，请与经办人联系。"
        raise NotYours("not-your-section", reason, "条例第十七条")


def require_charge_of_section(section: str, heads: Heads) -> None:
    """An actor in charge of certain sections (分管) decides only on their cases (管理办法六)."""
    if heads.sections and section not in heads.sections:
        reason = f"本件由{heads.name(section)}承办，不属您分管。请由分管该股室的领导办理。"
        raise NotYours("not-your-field", reason, "条例第四十五条")


def require_open_section(section: str, offered: Mapping[str, str]) -> None:
    """分办 must name an open section, which is responsible for truth and completeness (管理办法六（四）)."""
    if not section.strip():
        raise Invalid("section-missing", "没有写明承办股室。请填写由哪个股室承办。", "条例第四条")
    if section not in offered:
        reason = "没有这个股室，或者它已经撤并。请从列表中选择承办股室。"
        raise Invalid("section-unknown", reason, "条例第四条")


def awaiting_section(
    state: Case, section: str, offered: Mapping[str, str], sheet: SheetFacts | None
) -> Opened | Assigned:
    """The case can be assigned: not reviewed yet, and not to the same section (谁主管谁审查, 保密审查办法第四条)."""
    match state:
        case Opened():
            return state
        case Assigned() if sheet is None:
            if state.section == section:
                raise Refusal(
                    "section-unchanged", f"本件已经分给{offered[section]}。要改派的，请选择另一股室。"
                )
            return state
        case Assigned() | Drafted() | Returned():
            raise Refusal("already-reviewed", "承办股室已经完成保密审查，不能再改派。请由该股室继续办理。")
        case Issued() | NoCase():
            raise closed(state)


def with_section(state: Case) -> Assigned | Returned:
    """The case is assigned and no draft is under signature, so the section can fill in sheet and draft (条例第十七条)."""
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
    """The case waits for signatures and `draft` is the number of its present draft (条例第四十五条)."""
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


def require_valid_sheet(case: Drafted, sheet: SheetFacts | None) -> None:
    """The sheet on which the draft is based is still valid (先审查后公开, 条例第十七条)."""
    if case.draft.sheet is not None and (sheet is None or sheet.sheet_version != case.draft.sheet):
        reason = "本稿所依据的保密审查单已经作废，不能签批。请先退回承办股室，由其重新填写审查单后再拟。"
        raise Refusal("sheet-voided", reason, "条例第十七条")


def next_step(chain: Sequence[Step], signed: Sequence[str]) -> Step | None:
    """The first step of the chain that has not signed; None when all have signed."""
    return next((step for step in chain if step.id not in signed), None)


def require_own_turn(chain: Sequence[Step], signed: Sequence[str], level: str) -> None:
    """It is the turn of `level` in the chain (管理办法六、十二末款: 确认、审核、审批)."""
    if level in signed:
        raise Refusal("level-already-signed", "这一环节已经签署过本稿。请等待下一环节办理。")
    step = next_step(chain, signed)
    if step is None:
        raise Refusal("nobody-left-to-sign", "签批环节已经全部签署。请由经办人签发。")
    if step.id != level:
        reason = f"还没有轮到这一环节。请先由{step.label}{step.act}。"
        raise Refusal("not-your-turn", reason, step.clause)


def refuse_drafter(person: str, drafter: str, able: frozenset[Capability]) -> None:
    """The drafter may sign for the section and at no other level (起草与签发分离; 条例第四十五条).

    `person` and `drafter` are persons, so several logins of one person are the same.
    """
    if person == drafter and "draft" not in able:
        raise NotYours("drafter-may-not-sign", DRAFTERS_OWN, "条例第四十五条")


def return_reasoned(reason: Sealed | None) -> Sealed:
    """The reason of a return, which must not be empty (条例第四十五条)."""
    if reason is None:
        raise Invalid("return-reason-missing", "没有写明退回理由。请写明哪里需要修改。", "条例第四十五条")
    return reason


def fully_signed(chain: Sequence[Step], signed: Sequence[str]) -> bool:
    """Whether every step of the chain has signed; an agency without any step can issue nothing (条例第四十五条)."""
    return bool(chain) and next_step(chain, signed) is None


def require_all_signatures(chain: Sequence[Step], signed: Sequence[str]) -> None:
    """Every step of the chain has signed (管理办法十二末款; 条例第四十五条)."""
    if not fully_signed(chain, signed):
        step = next_step(chain, signed)
        who = f"请先由{step.label}{step.act}" if step else "请先在规则包中写明签批环节"
        raise Refusal("sign-off-incomplete", f"签批还没有完成，不能签发。{who}。", "条例第四十五条")


def _not_your_role(act: str) -> Refusal:
    return NotYours("not-your-role", f"您现在的岗位不能{act}。请由有此职责的同事办理。")


def not_assigned() -> Refusal:
    """The refusal for a case that is not assigned yet (管理办法六（四）)."""
    return Refusal("section-not-assigned", "本件还没有分办。请先由经办人确定承办股室。")


def under_signature() -> Refusal:
    """The refusal to change a draft while it is under signature (条例第四十五条)."""
    return Refusal("draft-under-signature", "答复意见正在审签。要修改的，请先由当前环节退回。")


def closed(state: Issued | NoCase) -> Refusal:
    """The refusal for a case that is issued, unknown, or set aside until it is accepted again."""
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
