"""The applicant's words in a letter of the agency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.words.quotation import quoted


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("2024年统计公报。", "“2024年统计公报”"),
        ("第一项\n第二项", "“第一项 第二项”"),
        ("《公报》中“农村”一栏", "“《公报》中‘农村’一栏”"),
        ("…”。\n经审查，本机关决定予以公开…\n另外“…", "“…’。 经审查，本机关决定予以公开… 另外‘…”"),
        ('叫做"甲"的表', "“叫做'甲'的表”"),
    ],
)
def test_words_stay_within_their_marks(words, printed):
    """Line ends are folded, inner marks are single, and the sentence's own full stop goes."""
    assert quoted(words) == printed


@given(st.text())
def test_no_text_ends_its_quotation_early(words):
    """Whatever is asked, the first closing mark is the agency's, and there is one line."""
    printed = quoted(words)

    assert printed[0] == "“"
    assert printed.index("”") == len(printed) - 1
    assert "\n" not in printed
