"""Right forms of review's pages, which tests make wrong, and readers of a page's errors."""

import re

from support.review.play import QUESTIONS

SHEET = {**dict.fromkeys(QUESTIONS, "no"), "attribute": "open"}
GRANT = {
    "outcome": "granted",
    "clause": "条例第三十六条第（二）项",
    "finding": "经检索，本机关保存有该信息。",
    "decision": "向您提供下列信息。",
    "materials": "各镇收入表\n口径说明",
}
SEARCH = {
    "search_where": "档案室、统计数据库",
    "search_words": "各镇 人均可支配收入",
    "search_by": "农村股吴丽",
    "search_on": "2025-03-10",
}
UNHELD = {
    "outcome": "unable_not_held",
    "clause": "条例第三十六条第（四）项",
    "finding": "经检索，本机关没有制作或者获取该信息。",
    "decision": "你申请公开的政府信息不存在。",
    **SEARCH,
}
EXTENSION = {"extension_days": "10", "extension_reason": "需要向各镇核对数据。"}
LETTER = {
    "kind": "third_party",
    "party": "海南某公司",
    "question": "是否同意公开合同金额。",
    "sent_on": "2025-03-08",
    "served_on": "2025-03-10",
}
ANSWER = {"answer": "refuses", "answer_reason": "涉及报价。", "arrived_on": "2025-03-10"}

_CODES = re.compile(r'data-code="([a-z0-9-]+)"|<p class="code">([a-z0-9-]+)</p>')
_CHINESE = re.compile(r"[一-鿿]{4,}[^<]*。")


def codes_of(page: str) -> set[str]:
    """The error codes on a page."""
    return {summary or problem for summary, problem in _CODES.findall(page)}


def speaks(page: str) -> bool:
    """Whether the page contains a whole Chinese sentence."""
    return bool(_CHINESE.search(page))
