"""The four small steps of an application: who, how to reach, what, in which form; and which of them is shown next.

Nothing is kept between the steps: each carries all answers on as hidden inputs. A step is shown when those before it
are sound; else the first that is not, with its faults.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.web.parts.apply_form import Group
from shared.web.forms.field_error import FieldError
from shared.web.forms.form_reader import FormReader


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form; `asks_kind`: the applicant's class stands on it, beside the groups of policy fields."""

    id: str
    title: str
    lead: str
    groups: tuple[Group, ...]
    asks_kind: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs of this page."""
        kind = ("applicant_kind",) if self.asks_kind else ()
        return kind + tuple(row.input.name for group in self.groups for row in group.rows)


TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "who": ("您是谁", "回执和答复书写给您。姓名、证件只用于办理本件申请。"),
    "contact": ("怎样联系您", "需要补正、征求意见或者送达答复时，按这里联系您。"),
    "what": ("您想要什么信息", "写得越具体，找得越快。一件申请只写一项信息；要几项的，请分几次申请。"),
    "how": ("您想怎样取得信息", "按您选的形式提供；信息不能按这种形式提供的，会告诉您原因并另作安排。"),
}
"""A page's heading, and the sentence under it."""
PLACES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("applicant_name", "organisation", "identity_proof", "id_kind", "id_number"), "who"),
    **dict.fromkeys(("contact", "phone", "fax", "email", "address", "postcode"), "contact"),
    **dict.fromkeys(("description", "purpose"), "what"),
}
"""Policy field → the page it stands on; a field that is not named here stands on the last one."""
CHECK: Final = "check"
AFTERWARDS: Final = (CHECK, "submit", "print")
"""What follows when all pages are sound: read it back, file it, or print it."""


def steps_of(groups: Sequence[Group]) -> tuple[Step, ...]:
    """The pages of an agency's form; one that would ask nothing is left out."""
    made = (
        Step(
            id,
            title,
            lead,
            tuple(group for group in groups if PLACES.get(group.field.id, "how") == id),
            asks_kind=id == "who",
        )
        for id, (title, lead) in TITLES.items()  # noqa: A001  # a step's own word for it
    )
    return tuple(step for step in made if step.names)


def wanted(steps: Sequence[Step], sent: str) -> str:
    """Where the pressed button leads; a word that no button has leads to the beginning."""
    return sent if sent in AFTERWARDS or any(step.id == sent for step in steps) else steps[0].id


def first_faulty(steps: Sequence[Step], goal: str, errors: Sequence[FieldError]) -> Step | None:
    """The first page before `goal` whose answers have faults; going back asks nothing of the page that was left."""
    faulty = {error.field for error in errors}
    for step in steps:
        if step.id == goal:
            return None
        if not faulty.isdisjoint(step.names):
            return step
    return None


def with_faults_of(step: Step, form: FormReader, read: FormReader) -> FormReader:
    """`form` as it was typed, with those of the faults in `read` that stand on this page."""
    for error in read.errors:
        if error.field in step.names:
            form.fail(error.field, error.code, error.message)
    return form
