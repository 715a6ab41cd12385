"""The four steps of an application (applicant, contact, description, form of supply), and which is shown next.

Nothing is stored between the steps: each carries all answers on as hidden inputs. A step is shown only if the steps
before it have no errors; otherwise the first step with errors is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.web.parts.apply_form import Group
from shared.web.forms.field_error import FieldError
from shared.web.forms.form_reader import FormReader


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form. `asks_kind`: the page asks for the applicant's class besides its policy fields."""

    id: str
    title: str
    lead: str
    groups: tuple[Group, ...]
    asks_kind: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of this page's inputs."""
        kind = ("applicant_kind",) if self.asks_kind else ()
        return kind + tuple(row.input.name for group in self.groups for row in group.rows)


TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "who": ("您是谁", "回执和答复书写给您。姓名、证件只用于办理本件申请。"),
    "contact": ("怎样联系您", "需要补正、征求意见或者送达答复时，按这里联系您。"),
    "what": ("您想要什么信息", "写得越具体，找得越快。一件申请只写一项信息；要几项的，请分几次申请。"),
    "how": ("您想怎样取得信息", "按您选的形式提供；信息不能按这种形式提供的，会告诉您原因并另作安排。"),
}
"""Step → its heading, and the sentence under it."""
PLACES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("applicant_name", "organisation", "identity_proof", "id_kind", "id_number"), "who"),
    **dict.fromkeys(("contact", "phone", "fax", "email", "address", "postcode"), "contact"),
    **dict.fromkeys(("description", "purpose"), "what"),
}
"""Policy field → its step. A field that is not listed stands on the last step."""
CHECK: Final = "check"
AFTERWARDS: Final = (CHECK, "submit", "print")
"""The goals after all steps: check the answers, file the request, or print the form."""


def steps_of(groups: Sequence[Group]) -> tuple[Step, ...]:
    """The steps of an agency's form; a step without inputs is left out."""
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
    """The goal that the pressed button names; the first step if the name is unknown."""
    return sent if sent in AFTERWARDS or any(step.id == sent for step in steps) else steps[0].id


def first_faulty(steps: Sequence[Step], goal: str, errors: Sequence[FieldError]) -> Step | None:
    """The first step before `goal` whose answers have errors.

    Going back needs no answers on the page that was left.
    """
    faulty = {error.field for error in errors}
    for step in steps:
        if step.id == goal:
            return None
        if not faulty.isdisjoint(step.names):
            return step
    return None


def with_faults_of(step: Step, form: FormReader, read: FormReader) -> FormReader:
    """Add to `form` the errors in `read` that belong to this step."""
    for error in read.errors:
        if error.field in step.names:
            form.fail(error.field, error.code, error.message)
    return form
