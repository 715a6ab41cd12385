"""形式审查's findings as typed: one word about each box of the form, together under the name `findings`."""

from collections.abc import Sequence
from typing import Final

from shared.events.codes import FINDING_CODES
from shared.events.intake.request import Finding
from shared.policy import Policy
from shared.policy.values import Field
from shared.web.forms.form_reader import FormReader

NAME: Final = "findings"


def checkable(policy: Policy) -> Sequence[Field]:
    """The boxes whose want may lead to 补正: article 29's, and no other."""
    return [field for field in policy["form.fields"].value if field.required]


def read_findings(form: FormReader, policy: Policy) -> tuple[Finding, ...]:
    """What was found wanting, `contact:missing` each; a box that is complete says nothing."""
    fields: dict[str, Field] = {field.id: field for field in checkable(policy)}
    typed = [value for value in form.values(NAME) if value]
    read = [value.partition(":") for value in typed]
    found = tuple(
        Finding(field, code, fields[field].clause)
        for field, _, code in read
        if field in fields and code in FINDING_CODES
    )
    if len(found) < len(read):
        form.fail(NAME, "field-not-an-option", "审查意见请从所给的选项中选择。")
        return ()
    return found


def labels_of(policy: Policy) -> dict[str, str]:
    """A box of the form → its label there."""
    return {field.id: field.label for field in policy["form.fields"].value}
