"""Wrong forms of an assigned case: 分办, sheet, extensions, letters. Each entry: person, form, values, answer."""

from uuid import uuid4

from support.review.forms import ANSWER, EXTENSION, GRANT, LETTER, SHEET
from support.review.office import SECTION

LONG = "字" * 2001
NUL = "检索\x00结果"
TURNED = "检索\u202e结果"
CLERK, HEAD_OF_SECTION, DEPUTY, HEAD = ("clerk",), ("section",), ("deputy",), ("head",)

ON_ASSIGNED = {
    "no section": (CLERK, "assign", {"section": ""}, 422, "field-required"),
    "a section of blanks": (CLERK, "assign", {"section": " \u3000 "}, 422, "field-required"),
    "a section too long": (CLERK, "assign", {"section": "股" * 41}, 422, "field-too-long"),
    "the same section": (CLERK, "assign", {"section": SECTION}, 409, "section-unchanged"),
    "a section with a null byte": (CLERK, "assign", {"section": NUL}, 422, "field-control-character"),
    "the deputy assigns": (DEPUTY, "assign", {"section": "普查股"}, 403, "not-your-role"),
    "no attribute": (HEAD_OF_SECTION, "review", SHEET | {"attribute": ""}, 422, "field-required"),
    "an attribute of no kind": (
        HEAD_OF_SECTION,
        "review",
        SHEET | {"attribute": "secret"},
        422,
        "field-not-an-option",
    ),
    "an answer of no kind": (
        HEAD_OF_SECTION,
        "review",
        SHEET | {"state_secret": "perhaps"},
        422,
        "field-not-an-option",
    ),
    "a secret is open": (
        HEAD_OF_SECTION,
        "review",
        SHEET | {"state_secret": "yes", "reason": "核"},
        422,
        "must-stay-closed",
    ),
    "not open without reason": (
        HEAD_OF_SECTION,
        "review",
        SHEET | {"attribute": "not_open"},
        422,
        "review-reason-missing",
    ),
    "a reason too long": (HEAD_OF_SECTION, "review", SHEET | {"reason": LONG}, 422, "field-too-long"),
    "granted before review": (HEAD_OF_SECTION, "propose", GRANT, 409, "confidentiality-review-missing"),
    "signed before a draft": (DEPUTY, "sign", {"level": "deputy", "draft": "1"}, 409, "draft-missing"),
    "days that are a word": (
        HEAD_OF_SECTION,
        "extend",
        EXTENSION | {"extension_days": "十天"},
        422,
        "field-not-a-number",
    ),
    "days below one": (
        HEAD_OF_SECTION,
        "extend",
        EXTENSION | {"extension_days": "-3"},
        422,
        "field-not-a-number",
    ),
    "no day": (HEAD_OF_SECTION, "extend", EXTENSION | {"extension_days": "0"}, 422, "extension-days"),
    "too many days": (HEAD_OF_SECTION, "extend", EXTENSION | {"extension_days": "21"}, 422, "extension-days"),
    "days without end": (
        HEAD_OF_SECTION,
        "extend",
        EXTENSION | {"extension_days": "9" * 99},
        422,
        "field-too-long",
    ),
    "an extension without reason": (
        HEAD_OF_SECTION,
        "extend",
        EXTENSION | {"extension_reason": ""},
        422,
        "field-required",
    ),
    "the clerk extends": (CLERK, "extend", EXTENSION, 403, "not-your-role"),
    "approved without proposal": (
        DEPUTY,
        "approve-extension",
        {"extension_id": str(uuid4())},
        409,
        "extension-not-pending",
    ),
    "approved by the head": (
        HEAD,
        "approve-extension",
        {"extension_id": str(uuid4())},
        403,
        "not-your-role",
    ),
    "approved with a broken id": (
        DEPUTY,
        "approve-extension",
        {"extension_id": "1 or 1=1"},
        409,
        "extension-not-pending",
    ),
    "a letter of no kind": (
        HEAD_OF_SECTION,
        "consult",
        LETTER | {"kind": "neighbour"},
        422,
        "field-not-an-option",
    ),
    "a letter to nobody": (HEAD_OF_SECTION, "consult", LETTER | {"party": ""}, 422, "field-required"),
    "a letter on no day": (
        HEAD_OF_SECTION,
        "consult",
        LETTER | {"sent_on": "2025-02-30"},
        422,
        "field-not-a-date",
    ),
    "a letter of tomorrow": (
        HEAD_OF_SECTION,
        "consult",
        LETTER | {"served_on": "2025-03-11"},
        422,
        "field-date-out-of-range",
    ),
    "a letter of an earlier leap day": (
        HEAD_OF_SECTION,
        "consult",
        LETTER | {"sent_on": "2024-02-29"},
        422,
        "consultation-dates",
    ),
    "served before sent": (
        HEAD_OF_SECTION,
        "consult",
        LETTER | {"sent_on": "2025-03-10", "served_on": "2025-03-08"},
        422,
        "consultation-dates",
    ),
    "an answer to no letter": (
        CLERK,
        "answer",
        ANSWER | {"consultation_id": str(uuid4())},
        404,
        "consultation-unknown",
    ),
    "an answer with a broken id": (
        CLERK,
        "answer",
        ANSWER | {"consultation_id": "../../etc"},
        404,
        "consultation-unknown",
    ),
    "the head notes an answer": (
        HEAD,
        "answer",
        ANSWER | {"consultation_id": str(uuid4())},
        403,
        "not-your-role",
    ),
}
