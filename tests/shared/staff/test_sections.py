"""Sections as they stood on a day: what was called how, and who has whose cases."""

from datetime import date

import pytest

from shared.staff.sections import Sections, Span

JANUARY, JUNE, JULY, LATER = date(2025, 1, 1), date(2025, 6, 1), date(2025, 7, 1), date(2025, 12, 31)
SECTIONS = Sections(
    {
        "s-nongcun": (
            Span(JANUARY, "农村股"),
            Span(JUNE, "住户股"),
            Span(JULY, merged_into="s-cheng", gone=True),
        ),
        "s-cheng": (Span(JANUARY, "城乡股"), Span(LATER, merged_into="s-zonghe", gone=True)),
        "s-zonghe": (Span(JANUARY, "综合股"),),
        "s-zhifa": (Span(JANUARY, "执法股"), Span(JUNE, gone=True)),
    }
)


@pytest.mark.parametrize(
    ("day", "name", "label"),
    [
        (date(2024, 12, 31), "农村股", "农村股"),
        (date(2025, 5, 31), "农村股", "农村股"),
        (JUNE, "住户股", "住户股"),
        (JULY, "住户股", "城乡股"),
        (LATER, "住户股", "综合股"),
    ],
)
def test_a_section_is_called_as_on_that_day(day, name, label):
    """The name holds from its day on; whoever took the cases over is named for them from that day on."""
    assert SECTIONS.name("s-nongcun", day) == name
    assert SECTIONS.label("s-nongcun", day) == label


def test_a_section_that_nobody_opened_stands_for_itself():
    """An unknown id is shown as it is, and no section is no words."""
    assert SECTIONS.label("s-other", JUNE) == "s-other"
    assert SECTIONS.label("", JUNE) == ""


def test_what_is_merged_or_closed_is_not_open():
    """Cases are assigned to what is there on the day."""
    assert SECTIONS.open_on(JULY) == {"s-cheng": "城乡股", "s-zonghe": "综合股"}
    assert SECTIONS.open_on(date(2024, 12, 31)) == {}


def test_who_heads_a_section_heads_what_was_merged_into_it():
    """From the day of the merger on, over several mergers; a closed section's cases go to nobody."""
    assert SECTIONS.with_merged(("s-cheng",), JUNE) == ("s-cheng",)
    assert SECTIONS.with_merged(("s-cheng",), JULY) == ("s-cheng", "s-nongcun")
    assert set(SECTIONS.with_merged(("s-zonghe",), LATER)) == {"s-zonghe", "s-cheng", "s-nongcun"}
    assert SECTIONS.with_merged((), JULY) == ()
