"""The form of 补正. It shows the present text except personal fields; a personal field left empty stays unchanged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace
from starlette.datastructures import FormData

from intake.request.application import IDENTITY_FIELDS, Application
from intake.request.from_policy import ON_PAPER
from intake.request_view import RequestView
from intake.web.parts import apply_form
from shared.policy import Policy
from shared.web.forms.form_reader import FormReader

NOT_CORRECTABLE: Final = frozenset({"purpose"})
"""Fields that cannot be corrected (条例第二十九条: the purpose is not required)."""
CHOSEN: Final = ("supply_form", "delivery")
"""Choices."""
KEPT_WHEN_EMPTY: Final = frozenset({*IDENTITY_FIELDS, *CHOSEN})


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """The form of one request under its agency's policy.

    `on_paper`: the clerk registers a correction that came on paper.
    """

    policy: Policy
    view: RequestView
    on_paper: bool = False

    @property
    def groups(self) -> tuple[apply_form.Group, ...]:
        """The fields that can be corrected. The clerk's form of a paper correction requires less."""
        fields = [
            replace(field, required=field.required and field.id in self._required_fields)
            for field in self.policy["form.fields"].value
            if field.id not in NOT_CORRECTABLE
        ]
        return apply_form.groups_of(fields, on_paper=self.on_paper)

    @property
    def _required_fields(self) -> frozenset[str]:
        """The fields that must be filled in: name, description, and those that the notice names (条例第三十条)."""
        return ON_PAPER | {finding["field"] for finding in self.view.row["findings"] or ()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the form's inputs."""
        return tuple(row.input.name for group in self.groups for row in group.rows)

    def prefilled(self, **beside: str) -> FormReader:
        """The form with the present text, without personal fields; `beside` gives further values."""
        shown = {name: text for name, text in self._present_values().items() if name not in IDENTITY_FIELDS}
        return FormReader(FormData([*shown.items(), *beside.items()]))

    def read(self, form: FormReader) -> Application:
        """The whole application after the correction; errors are added to `form`.

        A text field left empty is cleared; a personal field or a choice left empty keeps its value.
        """
        present = self._present_values()
        whole = {
            name: form.value(name) or (present[name] if name in KEPT_WHEN_EMPTY else "") for name in present
        }
        kinds = self.policy["applicant.kinds"].value
        whole |= {"applicant_kind": self.view.row["applicant_kind"]}
        merged = FormReader(FormData(list(whole.items())))
        application = apply_form.read_application(merged, self.groups, kinds, on_paper=self.on_paper)
        for fault in merged.errors:
            form.fail(fault.field, fault.code, fault.message)
        return application

    def changes(self, form: FormReader) -> Sequence[tuple[str, str, str]]:
        """The changes as label, old text, new text. The old text of a personal field is not shown."""
        present = self._present_values()
        return [
            (
                row.label,
                "（不显示）" if row.input.name in IDENTITY_FIELDS else _shown(row, before),
                _shown(row, typed),
            )
            for group in self.groups
            for row in group.rows
            if (typed := form.value(row.input.name).strip()) != (before := present[row.input.name])
            and (typed or row.input.name not in KEPT_WHEN_EMPTY)
        ]

    def _present_values(self) -> Mapping[str, str]:
        chosen = {name: self.view.row[name] for name in CHOSEN}
        return {name: chosen.get(name) or self.view.text(name) for name in self.names}


def _shown(row: apply_form.Row, typed: str) -> str:
    """The label of a choice, or the text; an empty box is shown as （未填写）."""
    return next((label for value, label in row.input.pairs if value == typed), typed) or "（未填写）"
