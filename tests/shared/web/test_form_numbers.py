"""Numbers and addresses of people in a form: read in any width, refused with a code where they cannot be right."""

import pytest
from starlette.datastructures import FormData

from shared.web.forms.form_reader import FormReader


def posted(**fields: str) -> FormReader:
    return FormReader(FormData(list(fields.items())))


def codes(form: FormReader) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in form.errors]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("138 0000 0000", "13800000000"),
        ("+8613800000000", "+8613800000000"),
        ("0898-62822345", "0898-62822345"),
        ("（0898）62822345", "089862822345"),
        ("62822345-801", "62822345-801"),
        ("１３８００００００００", "13800000000"),
        ("０８９８－６２８２２３４５", "0898-62822345"),
        ("¹3800000000", ""),
        ("12ab", ""),
        ("110", ""),
    ],
)
def test_phones_are_read_as_people_write_them(typed, read):
    """Spaces and brackets go; what is no phone is refused."""
    form = posted(phone=typed)

    assert form.phone("phone", "电话") == read
    assert bool(form.errors) is (read == "")


@pytest.mark.parametrize(
    ("typed", "good"),
    [
        ("a.b@stats.gov.cn", True),
        ("ａ．ｂ＠ｓｔａｔｓ．ｇｏｖ．ｃｎ", True),
        ("a@b", False),
        ("a b@c.cn", False),
        ("a..b@c.cn", False),
        ("a@-c.cn", False),
    ],
)
def test_an_address_of_e_mail_has_a_name_and_a_domain(typed, good):
    """Nothing is sent to what cannot be an address."""
    form = posted(email=typed)

    assert bool(form.email("email", "邮箱")) is good
    assert bool(form.errors) is not good


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("11010519491231002x", ""),
        ("110105 19491231 002X", ""),
        ("１１０１０５１９４９１２３１００２Ｘ", ""),
        ("١١0105194912310021", "field-not-an-id-number"),
        ("110105194912310021", "field-id-number-check"),
        ("110105194913310029", "field-id-number-birthday"),
        ("1101051949123100", "field-not-an-id-number"),
    ],
)
def test_an_identity_number_has_its_day_and_its_check_character(typed, code):
    """The example number of GB 11643 passes, a mistyped one names its fault."""
    form = posted(number=typed)

    read = form.id_number("number", "身份证号")

    assert read == ("11010519491231002X" if not code else "")
    assert codes(form) == ([("number", code)] if code else [])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("91460000MA5T0AAA1T", ""),
        ("91460000ma5t0aaa1t", ""),
        ("９１４６００００ＭＡ５Ｔ０ＡＡＡ１Ｔ", ""),
        ("N2469002MF0123456N", ""),
        ("91460000MA5TOAAA1T", "field-not-a-credit-code"),
        ("91469002MA5T0XXXXX", "field-credit-code-check"),
        ("91460000MA5T0AAA1", "field-not-a-credit-code"),
    ],
)
def test_a_credit_code_has_its_letters_and_its_check_character(typed, code):
    """A code of GB 32100 passes in any width and case, a rural collective's too; the letter O is none of its letters."""
    form = posted(number=typed)

    read = form.credit_code("number", "统一社会信用代码")

    assert bool(read) is (not code)
    assert codes(form) == ([("number", code)] if code else [])
