"""Wrong and hostile input for intake's forms: name → the change, the status, the error code."""

from typing import Final

Wrong = dict[str, tuple[dict[str, object], int, str]]

WRONG_APPLICATIONS: Final[Wrong] = {
    "nothing at all": (
        dict.fromkeys(("applicant_kind", "name", "content", "phone"), ""),
        422,
        "field-required",
    ),
    "no name": ({"name": ""}, 422, "field-required"),
    "a name of spaces": ({"name": "　 "}, 422, "field-required"),
    "a name that nobody sees": ({"name": "\u200b\u3164"}, 422, "field-required"),
    "a name that is too long": ({"name": "长" * 201}, 422, "field-too-long"),
    "a null byte": ({"name": "张\0三"}, 422, "field-control-character"),
    "text that reads backwards": ({"content": "a\u202eb"}, 422, "field-control-character"),
    "a broken character": ({"content": "a\ufffdb"}, 422, "field-broken-character"),
    "no description": ({"content": ""}, 422, "field-required"),
    "a description that is too long": ({"content": "长" * 2001}, 422, "field-too-long"),
    "hints that are too long": ({"hints": "长" * 501}, 422, "field-too-long"),
    "a class that does not exist": ({"applicant_kind": "robot"}, 422, "field-not-an-option"),
    "an identity card of too few digits": (
        {"identity_kind": "居民身份证", "identity_number": "11010519491231"},
        422,
        "field-not-an-id-number",
    ),
    "an identity card with a wrong check digit": (
        {"identity_kind": "居民身份证", "identity_number": "110105194912310021"},
        422,
        "field-id-number-check",
    ),
    "an identity card of 29 February 1999": (
        {"identity_kind": "居民身份证", "identity_number": "110105199902290021"},
        422,
        "field-id-number-birthday",
    ),
    "a credit code with the letter O": (
        {"identity_kind": "统一社会信用代码证书", "identity_number": "91460000MA5TOAAA1T"},
        422,
        "field-not-a-credit-code",
    ),
    "no way to be reached": ({"phone": ""}, 422, "contact-missing"),
    "a telephone of letters": ({"phone": "hello"}, 422, "field-not-a-phone"),
    "a telephone in raised digits": ({"phone": "¹³⁸⁰⁰⁰⁰⁰⁰⁰⁰"}, 422, "field-not-a-phone"),
    "an address that is no e-mail": ({"email": "a@b"}, 422, "field-not-an-email"),
    "a form of supply that is not offered": ({"supply_form": "gold"}, 422, "field-not-an-option"),
    "a way of delivery in code": ({"delivery": "#import"}, 422, "field-not-an-option"),
    "a form whose secret is another's": ({"csrf": "x" * 43}, 403, "form-expired"),
    "a form without a secret": ({"csrf": ""}, 403, "form-expired"),
    "a body of more than 64 KiB": ({"content": "x" * 70_000}, 413, "form-too-large"),
}

GOOD_APPLICATIONS: Final[dict[str, dict[str, str]]] = {
    "a telephone in full width": {"phone": "１３８００００００００"},
    "emoji": {"content": "2024年统计公报 📈👨‍👩‍👧"},
    "HTML": {"content": "<script>alert(1)</script><b>统计公报</b>"},
    "a rare name": {"name": "犇骉·买买提"},
    "SQL": {"content": "'; DROP TABLE request; --"},
    "template code": {"content": "{{ 7 * 7 }} {% raw %}"},
    "typst code": {"content": '#import "x": *; #eval("1")'},
    "a leap day": {"identity_kind": "居民身份证", "identity_number": "110105200002290021"},
    "a purpose that is nobody's business": {"purpose": "与您无关！"},
}
"""Unusual input that is right: each gives one event with the same words."""

WRONG_MOMENTS: Final[Wrong] = {
    "no moment": ({"signed_for": ""}, 422, "field-required"),
    "a moment without its time": ({"signed_for": "2025-03-03"}, 422, "field-not-an-instant"),
    "29 February of a common year": ({"arrived": "2025-02-29T09:00"}, 422, "field-not-an-instant"),
    "an hour that does not exist": ({"arrived": "2025-03-03T24:30"}, 422, "field-not-an-instant"),
    "tomorrow": ({"signed_for": "2025-03-04T09:00"}, 422, "received-in-future"),
    "signed for before it arrived": ({"signed_for": "2025-03-03T08:00"}, 422, "instants-out-of-order"),
    "the year 999": (
        {"arrived": "0999-03-03T08:00", "signed_for": "0999-03-03T08:01"},
        422,
        "received-before-agency",
    ),
    "the channel of the web": ({"channel": "web"}, 422, "field-not-an-option"),
    "no channel": ({"channel": ""}, 422, "field-required"),
    "a letter of nobody": ({"name": ""}, 422, "field-required"),
}

WRONG_ACTS: Final[dict[str, tuple[str, dict[str, object], int, str]]] = {
    "a box that the form has not": ("check", {"findings": "colour:missing"}, 422, "field-not-an-option"),
    "the purpose as a finding": ("check", {"findings": "purpose:missing"}, 422, "field-not-an-option"),
    "a word that is no finding": ("check", {"findings": "contact:ugly"}, 422, "field-not-an-option"),
    "accepted unchecked": ("accept", {}, 422, "not-checked"),
    "a notice without findings": ("correction", {"explanation": "请补"}, 422, "findings-missing"),
    "a notice without a word": ("correction", {"findings": "contact:missing"}, 422, "explanation-missing"),
    "a contact that is unclear": (
        "correction",
        {"findings": "contact:unclear", "explanation": "请补"},
        422,
        "unclear-description-only",
    ),
    "two findings about one box": (
        "correction",
        {"findings": ["contact:missing", "contact:incomplete"], "explanation": "请补"},
        422,
        "finding-twice",
    ),
    "no days to correct": (
        "correction",
        {"findings": "contact:missing", "explanation": "请补", "respond_working_days": "0"},
        422,
        "correction-period-unreasonable",
    ),
    "days in words": (
        "correction",
        {"findings": "contact:missing", "explanation": "请补", "respond_working_days": "十天"},
        422,
        "field-not-a-number",
    ),
    "half days": (
        "correction",
        {"findings": "contact:missing", "explanation": "请补", "respond_working_days": "7.5"},
        422,
        "field-not-a-number",
    ),
    "an explanation that is too long": (
        "correction",
        {"findings": "contact:missing", "explanation": "长" * 1001},
        422,
        "field-too-long",
    ),
    "a notice served that was not drawn": (
        "correction-served",
        {"served_on": "2025-03-03", "method": "electronic"},
        422,
        "correction-not-drawn",
    ),
    "an extension served that was not drawn": (
        "extension-served",
        {"served_on": "2025-03-03", "method": "electronic"},
        422,
        "extension-not-rendered",
    ),
    "a reply served that was not made": (
        "serve",
        {"served_on": "2025-03-03", "method": "electronic"},
        422,
        "not-rendered",
    ),
    "served tomorrow": (
        "serve",
        {"served_on": "2025-03-04", "method": "electronic"},
        422,
        "field-date-out-of-range",
    ),
    "served on 29 February 2025": (
        "serve",
        {"served_on": "2025-02-29", "method": "electronic"},
        422,
        "field-not-a-date",
    ),
    "served by a courier": (
        "serve",
        {"served_on": "2025-03-03", "method": "courier"},
        422,
        "field-not-an-option",
    ),
    "corrected though nobody asked": (
        "corrected",
        {"channel": "counter", "handed_in": "2025-03-03T09:00", "content": "别的"},
        422,
        "no-correction-awaited",
    ),
    "withdrawn tomorrow": ("withdraw", {"withdrawn_on": "2025-03-04"}, 422, "field-date-out-of-range"),
    "withdrawn before it came": ("withdraw", {"withdrawn_on": "2025-03-02"}, 422, "withdrawn-out-of-range"),
    "withdrawn on no day": ("withdraw", {"withdrawn_on": ""}, 422, "field-required"),
    "opened for no purpose": ("applicant", {"purpose": ""}, 422, "field-required"),
    "opened for gossip": ("applicant", {"purpose": "gossip"}, 422, "field-not-an-option"),
    "a form without a secret": ("accept", {"csrf": ""}, 403, "form-expired"),
}
