"""What applies to the two bureaus and to the floor, value by value, with the clause behind each."""

from datetime import date

import pytest

from shared.policy import Policy, default_library, policies

ON = date(2025, 3, 3)

GOLDEN = [
    ("national", "reply.working_days", 20, "national", "条例第三十三条第二款"),
    ("national", "correction.notice_working_days", 7, "national", "条例第三十条"),
    ("national", "third_party.silence", "agency-decides", "national", "条例第三十二条"),
    ("qionghai", "agency.name", "琼海市统计局", "local", "指南首段"),
    ("qionghai", "agency.phone", "0898-62931823", "local", "指南二（二）1"),
    ("qionghai", "agency.fax", "0898-62937320", "local", "指南二（二）1"),
    ("qionghai", "label.information", "政府信息", "local", "指南首段"),
    ("qionghai", "receipt_rule.web", "enters-mailbox", "local", "规程第三条（三）1（1）"),
    ("qionghai", "receipt_rule.post", "arrival", "local", "规程第三条（三）1（2）"),
    ("qionghai", "receipt_rule.counter", "handed-in", "local", "规程第三条（三）1（3）"),
    ("qionghai", "receipt_slip", "same-day", "local", "指南二（二）4（1）"),
    ("qionghai", "correction.notice_working_days", 1, "local", "指南二（二）4（1）"),
    ("qionghai", "correction.effect", "restart-same-request", "national", "条例第三十条"),
    ("qionghai", "reply.working_days", 20, "local", "规程第六条（一）"),
    ("qionghai", "extension.working_days_max", 20, "local", "规程第六条（一）"),
    ("qionghai", "extension.approver", "deputy", "local", "指南二（二）4（2）（4）；规程第六条（一）"),
    ("qionghai", "pause.kinds", ("third_party",), "local", "规程第六条（一）"),
    (
        "qionghai",
        "pause.edges",
        "after-sent-through-arrived",
        "national",
        "条例第三十三条第三款（未定起止日）",
    ),
    ("qionghai", "third_party.reply_working_days", 15, "national", "条例第三十二条"),
    ("qionghai", "third_party.silence", "agency-decides", "national", "条例第三十二条"),
    ("qionghai", "third_party.public_interest_override", "must", "local", "规程第四条（二）"),
    ("qionghai", "duplicate.notice", "always", "national", "条例第三十六条第（六）项"),
    ("qionghai", "purpose.ground", False, "national", "条例第二十九条第二款（未列用途）"),
    ("qionghai", "fee.regime", "free-but-processing-fee", "national", "条例第四十二条；国办函〔2020〕109号"),
    ("qionghai", "retention.no_contact_years", 1, "local", "规程第五条（二）4"),
    ("qionghai", "supervision.phone", "0898-62935660", "local", "指南四"),
    ("tongliao", "agency.name", "通辽经济技术开发区统计局", "local", "印发通知版头"),
    ("tongliao", "agency.document_code", "通经技统字", "local", "印发通知文号"),
    ("tongliao", "label.information", "政务信息", "local", "管理办法二"),
    ("tongliao", "receipt_rule.post", "signed-for", "national", "条例第三十一条第（二）项"),
    ("tongliao", "receipt_slip", "not-required", "national", "条例未作规定"),
    ("tongliao", "correction.notice_working_days", 7, "local", "管理办法十二（四）"),
    ("tongliao", "reply.working_days", 20, "local", "管理办法十五"),
    ("tongliao", "extension.approver", "deputy", "local", "管理办法十五"),
    ("tongliao", "pause.kinds", ("third_party", "other_agency"), "national", "条例第三十三条第三款"),
    ("tongliao", "third_party.refusal", "blocks-with-good-reason", "national", "条例第三十二条"),
    ("tongliao", "confidentiality.working_days", 2, "local", "保密审查办法第六条"),
    ("tongliao", "confidentiality.sheet_copies", 2, "local", "保密审查办法第六条"),
    ("tongliao", "warning.working_days_before", (5, 3, 1), "national", "届满前的提醒"),
]


@pytest.mark.parametrize(("agency", "key", "value", "layer", "clause"), GOLDEN)
def test_value_and_clause(agency, key, value, layer, clause):
    """Each agency's value is the one its text and the floor give, with the clause that decides."""
    found = Policy(agency, ON)[key]

    assert (found.value, found.layer, found.clause) == (value, layer, clause)
    assert found.source


def test_agencies_are_the_folders():
    """The floor is no agency."""
    assert policies() == ("qionghai", "tongliao")


@pytest.mark.parametrize(
    ("key", "local_value", "words"),
    [
        ("third_party.silence", "refusal", "规程第四条（二）视为不同意；依《条例》第三十二条由机关决定"),
        ("purpose.ground", True, "不得以用途为由不予公开"),
        ("fee.regime", "cost-recovery", "依《条例》第四十二条不收取费用"),
        ("correction.effect", "new-request", "年报只计一次"),
        ("duplicate.notice", "may-stay-silent", "应当告知不予重复处理"),
    ],
)
def test_floor_wins_and_says_so(key, local_value, words):
    """A local text below the floor is set aside, kept beside the answer, and the note tells why."""
    found = Policy("qionghai", ON)[key]

    assert words in found.note
    assert [(text.layer, text.value) for text in found.overridden] == [("local", local_value)]
    assert found.overridden[0].clause.startswith(("规程", "指南"))


def test_stricter_text_keeps_the_floor_beside_it():
    """A local period that is shorter stands, and the page can still show the national one."""
    found = Policy("qionghai", ON)["correction.notice_working_days"]

    assert found.value == 1
    assert found.rule == "QG14"
    assert [(text.layer, text.value) for text in found.overridden] == [("national", 7)]


def test_paper_agency_gains_post_and_oral():
    """A bureau that names only the paper form is still reached by post and by word of mouth, not by the web."""
    found = Policy("tongliao", ON)["channels"]

    assert [channel.id for channel in found.value] == ["counter", "post", "oral"]
    assert not any(channel.online for channel in found.value)
    assert found.layer == "resolution"
    assert "国办公开办函〔2017〕19号补入：邮政寄送、口头申请。" in found.note


def test_web_channel_of_the_other_bureau():
    """The bureau whose guide has a web entrance is reached on line, and never by telephone."""
    channels = Policy("qionghai", ON)["channels"].value

    assert [channel.id for channel in channels if channel.online] == ["web"]
    assert "phone" not in {channel.id for channel in channels}


def test_form_asks_no_more_than_the_regulation():
    """Starred boxes beyond 条例第二十九条 are printed, yet their absence is no ground for correction."""
    fields = {field.id: field for field in Policy("tongliao", ON)["form.fields"].value}

    required = {name for name, field in fields.items() if field.required}
    assert required == {"applicant_name", "id_kind", "id_number", "phone", "description", "supply_form"}
    assert fields["fax"].starred
    assert fields["purpose"].starred
    assert fields["supply_form"].clause == "条例第二十九条第二款第（三）项"


def test_form_gains_identity_proof():
    """Where the local text asks for proof only sometimes, the regulation's field is added."""
    found = Policy("qionghai", ON)["form.fields"]
    fields = {field.id: field for field in found.value}

    assert fields["identity_proof"].required
    assert not fields["purpose"].required
    assert "补入：身份证明" in found.note
    assert found.completed == {"identity_proof"}


@pytest.mark.parametrize("agency", ["national", "qionghai", "tongliao"])
def test_signatures_end_with_the_head(agency):
    """Section, deputy and head sign in this order; only one bureau has a text that says so."""
    found = Policy(agency, ON)["signoff.chain"]

    assert [step.id for step in found.value] == ["section", "deputy", "head"]
    assert found.layer == ("local" if found.rule else "national")


@pytest.mark.parametrize("agency", ["qionghai", "tongliao"])
def test_statistical_respondents_are_asked_about(agency):
    """A statistics bureau asks of every document whether a single respondent can be inferred."""
    questions = {question.id for question in Policy(agency, ON)["confidentiality.questions"].value}

    assert {"state_secret", "trade_secret", "personal_privacy", "statistical_respondent"} <= questions


@pytest.mark.parametrize("agency", ["qionghai", "tongliao"])
def test_everything_known_has_its_text(agency):
    """Whatever has a value names a clause and a source."""
    policy = Policy(agency, ON)
    found = [policy.get(key) for key in default_library().keys(ON)]

    assert all(one.clause and one.source for one in found if one)
    assert sum(one is not None for one in found) > 80


def test_drafting_faults_are_carried():
    """The wrong name of the act in a bureau's text is told as a warning."""
    assert any("并不存在" in warning for warning in Policy("tongliao", ON).warnings)
    assert Policy("national", ON).warnings == ()
