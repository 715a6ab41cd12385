"""Reads a posted form into plain values and collects every fault, so that the form is shown again as it was typed."""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID, uuid4, uuid5

from starlette.datastructures import FormData

from shared.command.decider import Refusal
from shared.message import canonical
from shared.web.access.form_token import FIELD
from shared.web.forms import text_rules
from shared.web.forms.field_error import FieldError
from shared.web.forms.text_rules import TextFault, is_blank, parse_date, tidy

COMMAND_ID = "command_id"


class FormReader:
    """One posted form. Each reading method returns a value and records at most one fault for its field.

    A faulty or empty field reads as "" (None for a date); look at `errors` before using any value. The same object
    is what the form's macros show: `value(name)` as typed, `error(name)` beside it. `FormReader()` is a blank form.
    """

    def __init__(self, form: FormData | None = None, **preset: str) -> None:
        self._form = form or FormData(list(preset.items()))
        self._errors: dict[str, FieldError] = {}

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """Every fault, in the order of reading."""
        return tuple(self._errors.values())

    def value(self, name: str) -> str:
        """The typed text, to be shown again; "" for a file."""
        return self._typed(name).encode("utf-8", "replace").decode()

    def values(self, name: str) -> tuple[str, ...]:
        """Everything that was ticked under one name."""
        return tuple(typed for typed in self._form.getlist(name) if isinstance(typed, str))

    def error(self, name: str) -> str:
        """The sentence beside a field, or ""."""
        fault = self._errors.get(name)
        return fault.message if fault else ""

    def fail(self, name: str, code: str, message: str) -> None:
        """Record a fault that the page found; a field keeps its first fault."""
        self._errors.setdefault(name, FieldError(name, code, message))

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal on the form, at its field or at the top; the typed text is kept."""
        clause = f"（依据：{refusal.clause}）" if refusal.clause else ""
        self.fail(refusal.field, refusal.code, refusal.sentence + clause)

    def command_id(self) -> UUID:
        """The id that the page gave all its forms, for a page that may be sent only once; a new id if there is none."""
        try:
            return UUID(self.value(COMMAND_ID))
        except ValueError:
            return uuid4()

    def content_id(self, address: str) -> UUID:
        """The command id of this form at `address`: the same form sent again gives the same id.

        Another form of the same page, or this form with other content after the browser's Back, gives another id, so it is
        decided and not answered with the first one's receipt.
        """
        typed = ((name, said) for name, said in self._form.multi_items() if isinstance(said, str))
        said = [(name, text.encode("utf-8", "replace").decode()) for name, text in typed if name != FIELD]
        return uuid5(self.command_id(), canonical([address, said]).decode())

    def text(self, name: str, label: str, *, required: bool = True, max_length: int = 200) -> str:
        """One line: stripped, NFC, inner white space single."""
        return self._read(name, label, required=required, max_length=max_length, lines=False)

    def multiline(self, name: str, label: str, *, required: bool = True, max_length: int = 4000) -> str:
        """Several lines, ended by LF."""
        return self._read(name, label, required=required, max_length=max_length, lines=True)

    def choice(self, name: str, label: str, options: Collection[str], *, required: bool = True) -> str:
        """One of `options`."""
        picked = self._read(name, label, required=required, max_length=200, lines=False, verb="选择")
        if picked and picked not in options:
            self.fail(name, "field-not-an-option", f"“{label}”请从所给的选项中选一项。")
            return ""
        return picked

    def choices(
        self, name: str, label: str, options: Collection[str], *, required: bool = True
    ) -> tuple[str, ...]:
        """Any number of `options`, each once, in the order of the form."""
        picked = self.values(name)
        if required and not picked:
            self.fail(name, "field-required", f"请至少选择一项“{label}”。")
        if not set(picked) <= set(options):
            self.fail(name, "field-not-an-option", f"“{label}”请从所给的选项中选择。")
            return ()
        return tuple(dict.fromkeys(picked))

    def date(
        self,
        name: str,
        label: str,
        *,
        required: bool = True,
        earliest: date | None = None,
        latest: date | None = None,
    ) -> date | None:
        """A day: 2025-03-03, 2025/3/3 or 2025年3月3日, within the bounds (both included)."""
        typed = self._read(name, label, required=required, max_length=20, lines=False)
        if not typed:
            return None
        day = parse_date(typed)
        if day is None:
            self.fail(name, "field-not-a-date", f"“{label}”应当是日期，例如 2025-03-03。")
        elif (earliest and day < earliest) or (latest and day > latest):
            self.fail(name, "field-date-out-of-range", f"“{label}”{_range(earliest, latest)}。")
            return None
        return day

    def email(self, name: str, label: str, *, required: bool = True) -> str:
        """An e-mail address."""
        return self._parsed(name, label, text_rules.email_address, required=required, max_length=254)

    def phone(self, name: str, label: str, *, required: bool = True) -> str:
        """A mobile or fixed line of the mainland."""
        return self._parsed(name, label, text_rules.phone_number, required=required, max_length=30)

    def id_number(self, name: str, label: str, *, required: bool = True) -> str:
        """A resident identity number (公民身份号码)."""
        return self._parsed(name, label, text_rules.id_number, required=required, max_length=40)

    def credit_code(self, name: str, label: str, *, required: bool = True) -> str:
        """A unified social credit code (统一社会信用代码)."""
        return self._parsed(name, label, text_rules.credit_code, required=required, max_length=40)

    def _typed(self, name: str) -> str:
        typed = self._form.get(name, "")
        return typed if isinstance(typed, str) else ""

    def _parsed(
        self, name: str, label: str, parse: Callable[[str], str], *, required: bool, max_length: int
    ) -> str:
        typed = self._read(name, label, required=required, max_length=max_length, lines=False)
        try:
            return parse(typed) if typed else ""
        except TextFault as fault:
            self.fail(name, fault.code, f"“{label}”{fault.message}")
            return ""

    def _read(
        self, name: str, label: str, *, required: bool, max_length: int, lines: bool, verb: str = "填写"
    ) -> str:
        try:
            typed = tidy(self._typed(name), lines=lines)
        except TextFault as fault:
            self.fail(name, fault.code, f"“{label}”{fault.message}")
            return ""
        if required and is_blank(typed):
            self.fail(name, "field-required", f"请{verb}“{label}”。")
            return ""
        if len(typed) > max_length:
            over = len(typed) - max_length
            self.fail(name, "field-too-long", f"“{label}”最多 {max_length} 字，现在多了 {over} 字。请删减。")
            return ""
        return typed


def _range(earliest: date | None, latest: date | None) -> str:
    if earliest and latest:
        return f"应当在 {earliest} 至 {latest} 之间"
    return f"不能早于 {earliest}" if earliest else f"不能晚于 {latest}"
