"""Wrong drafts and wrong signatures, in the same shape."""

from support.review_forms import GRANT, LETTER, SHEET, UNHELD
from support.review_wrong_forms import CLERK, DEPUTY, HEAD, HEAD_OF_SECTION, LONG, NUL, TURNED

WRONG_ANSWERS = {
    "no evidence": (
        HEAD_OF_SECTION,
        "propose",
        {name: typed for name, typed in UNHELD.items() if not name.startswith("search")},
        422,
        "search-record-missing",
    ),
    "half the evidence": (HEAD_OF_SECTION, "propose", UNHELD | {"search_by": ""}, 422, "field-required"),
    "evidence too long": (
        HEAD_OF_SECTION,
        "propose",
        UNHELD | {"search_where": LONG},
        422,
        "field-too-long",
    ),
    "evidence of no day": (
        HEAD_OF_SECTION,
        "propose",
        UNHELD | {"search_on": "昨天"},
        422,
        "field-not-a-date",
    ),
    "evidence with a null byte": (
        HEAD_OF_SECTION,
        "propose",
        UNHELD | {"search_words": NUL},
        422,
        "field-control-character",
    ),
    "words that turn round": (
        HEAD_OF_SECTION,
        "propose",
        UNHELD | {"finding": TURNED},
        422,
        "field-control-character",
    ),
    "half of an emoji": (
        HEAD_OF_SECTION,
        "propose",
        UNHELD | {"finding": "检索\ufffd"},
        422,
        "field-broken-character",
    ),
    "no finding": (HEAD_OF_SECTION, "propose", UNHELD | {"finding": ""}, 422, "field-required"),
    "no decision": (HEAD_OF_SECTION, "propose", UNHELD | {"decision": "\n \n"}, 422, "field-required"),
    "a finding too long": (HEAD_OF_SECTION, "propose", UNHELD | {"finding": LONG}, 422, "field-too-long"),
    "an outcome that is not offered": (
        HEAD_OF_SECTION,
        "propose",
        UNHELD | {"outcome": "noproc_petition"},
        422,
        "field-not-an-option",
    ),
    "an outcome of no name": (
        HEAD_OF_SECTION,
        "propose",
        UNHELD | {"outcome": "<script>"},
        422,
        "field-not-an-option",
    ),
    "another outcome's article": (
        HEAD_OF_SECTION,
        "propose",
        UNHELD | {"clause": "条例第三十七条"},
        422,
        "clause-impossible",
    ),
    "a lapse that never was": (
        HEAD_OF_SECTION,
        "propose",
        UNHELD | {"outcome": "other_no_correction", "clause": "条例第三十条"},
        409,
        "correction-not-lapsed",
    ),
    "a duplicate of no number": (
        HEAD_OF_SECTION,
        "propose",
        UNHELD
        | {
            "outcome": "noproc_duplicate",
            "clause": "条例第三十六条第（六）项",
            "earlier_number": "三号文",
            "earlier_on": "2024-05-06",
            "earlier_same": "内容相同",
        },
        422,
        "earlier-case-number",
    ),
}
ON_REVIEWED = {
    "granted without materials": (
        HEAD_OF_SECTION,
        "propose",
        GRANT | {"materials": " \n "},
        422,
        "materials-missing",
    ),
    "denied though open": (
        HEAD_OF_SECTION,
        "propose",
        GRANT | {"outcome": "deny_law_forbids", "clause": "条例第十四条、第三十六条第（三）项"},
        409,
        "information-open",
    ),
    "materials too long": (HEAD_OF_SECTION, "propose", GRANT | {"materials": LONG}, 422, "field-too-long"),
    "reassigned": (CLERK, "assign", {"section": "普查股"}, 409, "already-reviewed"),
}
ON_DRAFTED = {
    "a draft of another number": (DEPUTY, "sign", {"level": "deputy", "draft": "2"}, 409, "draft-superseded"),
    "a draft that is a word": (DEPUTY, "sign", {"level": "deputy", "draft": "一"}, 409, "draft-superseded"),
    "a draft with a sign": (DEPUTY, "sign", {"level": "deputy", "draft": "-1"}, 409, "draft-superseded"),
    "a draft beyond counting": (
        DEPUTY,
        "sign",
        {"level": "deputy", "draft": "1" * 4000},
        409,
        "draft-superseded",
    ),
    "no draft named": (DEPUTY, "sign", {"level": "deputy"}, 409, "draft-superseded"),
    "out of turn": (HEAD, "sign", {"level": "head", "draft": "1"}, 409, "not-your-turn"),
    "a forged level": (DEPUTY, "sign", {"level": "head", "draft": "1"}, 403, "not-your-role"),
    "no level": (DEPUTY, "sign", {"draft": "1"}, 403, "not-your-role"),
    "signed twice": (
        HEAD_OF_SECTION,
        "sign",
        {"level": "section", "draft": "1"},
        409,
        "level-already-signed",
    ),
    "returned without reason": (
        DEPUTY,
        "return",
        {"level": "deputy", "draft": "1", "return_reason": ""},
        422,
        "field-required",
    ),
    "returned with a null byte": (
        DEPUTY,
        "return",
        {"level": "deputy", "draft": "1", "return_reason": NUL},
        422,
        "field-control-character",
    ),
    "issued before the end": (CLERK, "issue", {"draft": "1"}, 409, "sign-off-incomplete"),
    "a second draft": (HEAD_OF_SECTION, "propose", GRANT, 409, "draft-under-signature"),
    "a new sheet": (HEAD_OF_SECTION, "review", SHEET, 409, "draft-under-signature"),
    "a letter meanwhile": (HEAD_OF_SECTION, "consult", LETTER, 409, "draft-under-signature"),
}
