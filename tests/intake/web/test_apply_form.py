"""The form that a policy makes, and what is read from it."""

from datetime import date
from typing import get_args

import pytest
from starlette.datastructures import FormData

from intake.request.receipt import CHANNEL_INSTANTS
from intake.web.parts import apply_form
from shared.policy import Policy
from shared.policy.values import ChannelId, FieldId
from shared.web.forms.form_reader import FormReader

FILLED = {
    "applicant_kind": "natural_person",
    "name": "陈小明",
    "phone": "138 0000 0000",
    "identity_kind": "居民身份证",
    "identity_number": "11010519491231002x",
    "content": "2024年收入",
    "supply_form": "electronic",
    "delivery": "download",
}


def parts(agency="qionghai"):
    policy = Policy(agency, date(2025, 3, 3))
    return apply_form.groups_of(policy["form.fields"].value), policy["applicant.kinds"].value


def read(**changed):
    groups, kinds = parts()
    form = FormReader(FormData(FILLED | changed))
    return form, apply_form.read_application(form, groups, kinds)


@pytest.mark.parametrize("agency", ["qionghai", "tongliao"])
def test_every_required_field_of_a_policy_has_an_input(agency):
    """Nothing that an agency may ask for is missing from its form."""
    fields = Policy(agency, date(2025, 3, 3))["form.fields"].value

    assert {field.id for field in fields} <= set(apply_form.INPUTS)


def test_a_filled_form_is_read_and_made_comparable():
    """Blanks in a phone number and the case of an identity number do not matter."""
    form, application = read()

    assert form.errors == ()
    assert (application.phone, application.identity_number) == ("13800000000", "11010519491231002X")
    assert {"applicant_name", "contact", "identity_proof", "description"} <= application.given()


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"applicant_kind": ""}, "applicant_kind", "field-required"),
        ({"name": " "}, "name", "field-required"),
        ({"phone": ""}, "phone", "contact-missing"),
        ({"identity_number": "110105194912310021"}, "identity_number", "field-id-number-check"),
        (
            {"identity_kind": "统一社会信用代码证书", "identity_number": "91469002MA5T0XXXXX"},
            "identity_number",
            "field-credit-code-check",
        ),
        ({"content": "长" * 2001}, "content", "field-too-long"),
        ({"supply_form": "fax"}, "supply_form", "field-not-an-option"),
    ],
)
def test_a_fault_is_named_at_its_field(changed, field, code):
    """Each fault stands beside the box where it can be mended."""
    form, _ = read(**changed)

    assert [(fault.field, fault.code) for fault in form.errors] == [(field, code)]


@pytest.mark.parametrize("purpose", ["", "纯属好奇"])
def test_any_purpose_and_none_is_taken(purpose):
    """The purpose is kept as it is and never a fault."""
    form, application = read(purpose=purpose)

    assert form.errors == ()
    assert application.purpose == purpose


def test_another_document_than_the_resident_card_needs_no_check_digit():
    """A passport's number is taken as it is."""
    form, application = read(identity_kind="护照", identity_number="E12345678")

    assert form.errors == ()
    assert application.identity_number == "E12345678"


def test_the_answers_are_read_back_in_words():
    """Check-your-answers shows labels, not codes."""
    groups, kinds = parts()
    shown = apply_form.answers(FormReader(FormData(FILLED)), groups, kinds)

    assert ("申请人类别", "公民（自然人）", "") in shown
    assert ("希望得到的形式", "电子文件", "") in shown


def test_every_box_that_a_pack_may_name_is_shown():
    """The packs' linter refuses a box that the form would leave out; so each box that it lets pass has its inputs."""
    assert set(apply_form.INPUTS) == set(get_args(FieldId))


def test_every_channel_that_a_pack_may_open_is_registered():
    """The same for channels: each is the web's, or one whose moments the clerk notes."""
    assert set(CHANNEL_INSTANTS) == {*get_args(ChannelId), "post_plain"}
