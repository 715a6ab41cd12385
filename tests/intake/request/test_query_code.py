"""The query code and the numbers on paper."""

from datetime import date

import pytest

from intake.register.numbers import document_number
from intake.request.handlers.query_code import ALPHABET, draw_query_code, normalise_query_code
from shared.policy import Policy


def test_a_code_has_sixty_bits_of_readable_signs():
    """Twelve signs of thirty-two, none of which is taken for another; no two draws are alike."""
    codes = {draw_query_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("0O1I") & set(ALPHABET)
    assert all(len(code.replace("-", "")) == 12 for code in codes)


@pytest.mark.parametrize(
    "typed", ["K7QM-3XPA-9TRW", "k7qm3xpa9trw", " k7qm 3xpa 9trw ", "Ｋ７ＱＭ—3XPA—9TRW"]
)
def test_a_code_is_found_however_it_is_typed(typed):
    """Case, blanks, dashes and width do not matter."""
    assert normalise_query_code(typed) == "K7QM-3XPA-9TRW"


@pytest.mark.parametrize(
    ("series", "number"),
    [
        ("reply", "海统公开〔2025〕7号"),
        ("correction", "海统公开补〔2025〕7号"),
        ("extension", "海统公开延〔2025〕7号"),
    ],
)
def test_a_document_number_is_written_as_on_paper(series, number):
    """文号 has the code with the suffix of its series, the year in 〔〕 and no leading zero."""
    assert document_number(Policy("qionghai", date(2025, 3, 3)), series, 2025, 7) == number
