"""Two texts side by side: nothing is lost, and what changed is marked."""

from hypothesis import given
from hypothesis import strategies as st

from review.web.draft.comparison import runs

TEXT = st.text(st.sampled_from("经检索本机关。；\n 2024年ABC"), max_size=60)


@given(TEXT, TEXT)
def test_both_texts_are_whole(old, new):
    """Whatever is marked, each side reads as it was written, and only what differs is marked."""
    left, right = runs(old, new)

    assert "".join(text for _, text in left) == old
    assert "".join(text for _, text in right) == new
    assert {kept for kept, _ in left} <= {"same", "out"}
    assert {kept for kept, _ in right} <= {"same", "in"}
    assert old != new or {kept for kept, _ in (*left, *right)} <= {"same"}


def test_a_change_within_a_sentence_is_marked_sign_by_sign():
    """A word that was put in is marked alone, its sentence is not."""
    left, right = runs("经检索，本机关保存有该信息。向您提供。", "经检索，本机关保存有该信息三份。向您提供。")

    assert left == [("same", "经检索，本机关保存有该信息。向您提供。")]
    assert right == [("same", "经检索，本机关保存有该信息"), ("in", "三份"), ("same", "。向您提供。")]


def test_a_number_changes_as_a_whole():
    """2024 against 2025 is one change, not one digit."""
    left, right = runs("2024年", "2025年")

    assert left == [("out", "2024"), ("same", "年")]
    assert right == [("in", "2025"), ("same", "年")]


def test_long_texts_stay_cheap():
    """Two drafts of the greatest length that differ everywhere are marked whole: nobody compares their signs one by one."""
    old, new = "甲乙丙丁" * 500, "甲乙戊丁" * 500

    assert runs(old, new) == ([("out", old)], [("in", new)])
