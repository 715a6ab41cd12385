"""文号: written and read back by one value."""

import pytest

from shared.events.names import DocumentNumber


@pytest.mark.parametrize(
    "number", [DocumentNumber("琼统公开", 2025, 3), DocumentNumber("通开统公开补", 2026, 12345)]
)
def test_a_number_is_read_back(number):
    """What is written by the national standard is read as the same number."""
    assert DocumentNumber.parse(str(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "琼统公开[2025]3号",
        "琼统公开〔2025〕号",
        "琼统公开〔25〕3号",
        "琼〔2025〕3号",
        "琼统公开〔2025〕123456号",
        " 琼统公开〔2025〕3号",
    ],
)
def test_another_shape_is_no_number(text):
    """Other brackets, a short year, no number, one of six digits: none is a 文号."""
    assert DocumentNumber.parse(text) is None
