"""The findings of 形式审查 as the clerk chooses them: one select for each box of the form, all sent as `findings`."""

from collections.abc import Sequence
from typing import Final

from shared.events.codes import FINDING_CODES
from shared.events.intake.request import Finding
from shared.policy import Policy
from shared.policy.values import Field
from shared.web.forms.form_reader import FormReader

NAME: Final = "findings"


def checkable(policy: Policy) -> Sequence[Field]:
    """The boxes about which a finding is allowed: those that article 29 requires (条例第三十条)."""
    return [field for field in policy["form.fields"].value if field.required]


def read_findings(form: FormReader, policy: Policy) -> tuple[Finding, ...]:
    """The findings that were chosen, each sent as `contact:missing`.

    An unknown box or code is an error of the form.
    """
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
    """The label of each box of the form."""
    return {field.id: field.label for field in policy["form.fields"].value}
