"""A field's fault, as the form shows it and as an API names it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """`field` is the name in the form ("" when the whole form is meant), `code` is stable, `message` says what to do."""

    field: str
    code: str
    message: str


class FieldsRefused(Exception):
    """A program's form has faults. The answer has one sentence a field; nothing is recorded."""

    def __init__(self, fields: tuple[FieldError, ...]) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.code}" for fault in fields))
        self.fields = fields
