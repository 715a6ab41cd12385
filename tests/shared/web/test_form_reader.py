"""Reading forms: what passes, what is refused with which code, and that nothing typed is lost."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from shared.command.decider import Refusal
from shared.web.forms.form_reader import FormReader
from shared.web.forms.text_rules import TextFault, tidy

LONE_SURROGATE = chr(0xD800)


def posted(**fields: str) -> FormReader:
    return FormReader(FormData(list(fields.items())))


def codes(form: FormReader) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in form.errors]


def test_text_is_stripped_normalised_and_single_spaced():
    """What people paste becomes comparable."""
    form = posted(name="  Zoe\u0301\u3000 王\t小明\r\n ")

    assert form.text("name", "姓名") == "Zoé 王 小明"
    assert form.errors == ()


def test_several_lines_keep_their_breaks():
    """Line ends become LF, inner lines stay."""
    form = posted(content=" 一\r\n\r\n二\r三 ")

    assert form.multiline("content", "内容") == "一\n\n二\n三"


@pytest.mark.parametrize("end", "\x0b\x0c\x85\u2028\u2029")
def test_line_ends_of_other_programs_are_line_ends(end):
    """What a word processor puts between lines is no fault of the person who pastes it."""
    assert posted(content=f"一{end}二").multiline("content", "内容") == "一\n二"


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c", "\u200b", "\ufeff", "\u2060", "\U000e0100"])
def test_marks_without_a_shape_are_dropped(mark):
    """A mark that came along with a pasted name neither stays in the name nor is printed by its number."""
    assert posted(name=f"王{mark}小明").text("name", "姓名") == "王小明"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a\x00b", "field-control-character"),
        ("a\x1bb", "field-control-character"),
        ("a\U000e0041b", "field-control-character"),
        ("a\u202eb", "field-control-character"),
        (f"a{LONE_SURROGATE}b", "field-broken-character"),
        ("a\ufffdb", "field-broken-character"),
        ("   ", "field-required"),
        ("\u200b\u200d", "field-required"),
        ("\u3164", "field-required"),
        ("长" * 201, "field-too-long"),
    ],
)
def test_a_bad_text_is_refused_with_its_code_and_label(typed, code):
    """The sentence names the field; the value reads as empty."""
    form = posted(name=typed)

    assert form.text("name", "姓名") == ""
    assert codes(form) == [("name", code)]
    assert "“姓名”" in form.error("name")


def test_what_was_typed_can_always_be_shown_again():
    """Even a lone surrogate does not break the page that shows the form again."""
    form = posted(name="a\ud800b")

    assert form.value("name").encode() == b"a?b"


def test_an_optional_field_may_be_empty():
    """Nothing typed is no fault where nothing is asked."""
    form = posted()

    assert form.text("name", "姓名", required=False) == ""
    assert form.date("since", "起", required=False) is None
    assert form.phone("phone", "电话", required=False) == ""
    assert form.choices("extra", "其他", ["a"], required=False) == ()
    assert form.errors == ()


@pytest.mark.parametrize(
    "typed",
    ["2025-03-03", "2025/3/3", "2025年3月3日", "2025.03.03", " 2025 年 3 月 3 日 ", "２０２５－０３－０３"],
)
def test_a_day_may_be_written_as_people_write_it(typed):
    """A date field of the browser and a typed date read alike."""
    assert posted(on=typed).date("on", "日期") == date(2025, 3, 3)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2025-02-30", "field-not-a-date"),
        ("昨天", "field-not-a-date"),
        ("2024-12-31", "field-date-out-of-range"),
        ("2026-01-01", "field-date-out-of-range"),
    ],
)
def test_a_day_that_is_none_or_out_of_range_is_refused(typed, code):
    """Bounds are included and named."""
    form = posted(on=typed)

    day = form.date("on", "日期", earliest=date(2025, 1, 1), latest=date(2025, 12, 31))

    assert day is None
    assert codes(form) == [("on", code)]


def test_what_is_ticked_twice_counts_once():
    """A form that repeats an option says no more than one that names it once."""
    form = FormReader(FormData([("extra", "b"), ("extra", "a"), ("extra", "b")]))

    assert form.choices("extra", "其他", ("a", "b")) == ("b", "a")


def test_only_an_offered_option_is_chosen():
    """A value that the page did not offer is refused, in a choice and among choices."""
    form = FormReader(
        FormData([("way", "pigeon"), ("extra", "a"), ("extra", "z"), ("kind", "a"), ("kind", "b")])
    )

    assert form.choice("way", "方式", ["post", "email"]) == ""
    assert form.choices("extra", "其他", ["a", "b"]) == ()
    assert form.choices("kind", "种类", ["a", "b"]) == ("a", "b")
    assert codes(form) == [("way", "field-not-an-option"), ("extra", "field-not-an-option")]


def test_a_refusal_is_shown_on_the_form_with_its_article():
    """A decider's no stands above the form and loses nothing."""
    form = posted(name="王小明")

    form.refuse(Refusal("request-repeated", "您已经申请过。", "《条例》第三十六条"))

    assert codes(form) == [("", "request-repeated")]
    assert form.error("") == "您已经申请过。（依据：《条例》第三十六条）"
    assert form.value("name") == "王小明"


def test_a_refusal_about_one_box_stands_beside_it():
    """A refusal that names its field is shown there."""
    form = posted(materials="")

    form.refuse(Refusal("materials-missing", "请至少填写一项。", field="materials"))

    assert codes(form) == [("materials", "materials-missing")]


def test_the_first_fault_of_a_field_stands():
    """One sentence per field."""
    form = posted(on="昨天")

    form.date("on", "日期")
    form.fail("on", "later", "另一个")

    assert codes(form) == [("on", "field-not-a-date")]


def test_a_repeated_submission_keeps_its_command_id():
    """Two clicks are one command; a form without an id is a new one."""
    known = UUID("6f1c0b0e-0000-4000-8000-000000000001")

    assert posted(command_id=str(known)).command_id() == known
    assert posted(command_id="x").command_id() != posted(command_id="x").command_id()


def test_a_wish_is_what_the_form_says_and_where_it_is_sent():
    """The same form sent again is one wish; its secret is no part of it, every word and the address are."""
    page = {"command_id": "6f1c0b0e-0000-4000-8000-000000000001", "csrf": "a", "reason": "甲"}

    def wish(address="/x/withdraw", **changed):
        return posted(**page | changed).content_id(address)

    assert wish() == wish(csrf="b")
    assert (
        len({wish(), wish(reason="乙"), wish("/x/accept"), wish(command_id="x"), wish(command_id="x")}) == 5
    )


@given(st.text())
def test_tidying_twice_changes_nothing_more(typed):
    """What was accepted once is accepted again, unchanged, and is valid UTF-8."""
    try:
        once = tidy(typed, lines=True)
    except TextFault:
        return

    assert tidy(once, lines=True) == once
    assert once.encode().decode() == once
