"""How numbers of the registers are written."""

from shared.words.numbers import request_number


def test_a_request_number_shows_its_year_and_four_digits():
    """登记编号 pads to four digits, and does not cut a longer one."""
    assert request_number(2025, 7) == "2025-0007"
    assert request_number(2025, 12345) == "2025-12345"
