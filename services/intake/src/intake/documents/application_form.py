"""申请表: the agency's official form, empty to be written by hand, or filled in with what was typed on the web."""

from dataclasses import asdict, dataclass
from datetime import date

from intake.documents.paper import Letterhead
from intake.documents.press import Press, RenderedDocument


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box of the form: its label as printed (with its *), and what was filled in, "" to be written by hand."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ApplicationForm:
    """The form as the agency prints it: who asks (two boxes a row), what for (a row each), and how to fill it in.

    `beside` are boxes that the regulation asks for and the agency's own form lacks: printed under it, with the reason.
    """

    agency: Letterhead
    title: str
    applicant: tuple[Box, ...]
    information: tuple[Box, ...]
    beside: tuple[Box, ...]
    notes: tuple[str, ...]
    printed_on: date
    exercise: bool


def render_form(press: Press, form: ApplicationForm) -> RenderedDocument:
    """The form as PDF, dated on the day of printing."""
    return press.set_document("application", asdict(form), dated_on=form.printed_on)
