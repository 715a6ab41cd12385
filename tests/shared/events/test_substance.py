"""The hash of what was signed."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from shared.events.substance import Proof, Recalled, substance_hash

RECALLED = Recalled("QH-2025-0001", date(2025, 3, 3), "“收入数据”")
SIGNED = {
    "recalled": RECALLED,
    "outcome": "granted",
    "clause": "36(2)",
    "finding": "有",
    "decision": "给",
    "materials": ("甲", "乙"),
}


def test_the_hash_is_over_canonical_json():
    """The hash can be recomputed with a JSON library: keys sorted, no blanks, UTF-8."""
    written = (
        '{"clause":"36(2)","decision":"给","evidence":{},"finding":"有","materials":["甲","乙"],"outcome":"granted",'
        '"request":["QH-2025-0001","2025-03-03","“收入数据”"]}'
    )

    assert substance_hash(**SIGNED) == sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    "changed",
    [
        {"recalled": replace(RECALLED, request_number="QH-2025-0002")},
        {"recalled": replace(RECALLED, received_on=date(2025, 3, 4))},
        {"recalled": replace(RECALLED, quotation="“收入数据。本机关同意”")},
        {"outcome": "partial"},
        {"clause": "36(1)"},
        {"finding": "无"},
        {"decision": "不给"},
        {"materials": ("乙", "甲")},
    ],
)
def test_any_change_changes_the_hash(changed):
    """Another request, outcome, article, finding, decision or order of materials is another substance."""
    assert substance_hash(**(SIGNED | changed)) != substance_hash(**SIGNED)


def test_evidence_is_signed_too():
    """Another text, another box, another kind or another earlier answer is another substance."""
    proofs = [
        Proof("search-record", {"search_where": "档案室"}, None),
        Proof("search-record", {"search_where": "数据库"}, None),
        Proof("search-record", {"search_words": "档案室"}, None),
        Proof("closing-record", {"search_where": "档案室"}, None),
        Proof("search-record", {"search_where": "档案室"}, "琼统公开〔2025〕1号"),
    ]

    hashes = {substance_hash(**SIGNED), *(substance_hash(**SIGNED, evidence=[each]) for each in proofs)}

    assert len(hashes) == 6


def test_evidence_is_hashed_by_kind_and_box():
    """Evidence is kind → box → text, so its order is nobody's to choose."""
    one = Proof("earlier-case", {"earlier_same": "同", "earlier_on": "2025-03-04"}, "琼〔2025〕1号")
    other = Proof("search-record", {"search_where": "档案室"})
    written = (
        '{"clause":"36(2)","decision":"给","evidence":{"earlier-case":{"earlier_on":"2025-03-04",'
        '"earlier_same":"同","reference":"琼〔2025〕1号"},"search-record":{"search_where":"档案室"}},'
        '"finding":"有","materials":["甲","乙"],"outcome":"granted",'
        '"request":["QH-2025-0001","2025-03-03","“收入数据”"]}'
    )

    assert substance_hash(**SIGNED, evidence=[one, other]) == sha256(written.encode()).hexdigest()
    assert substance_hash(**SIGNED, evidence=[other, one]) == substance_hash(**SIGNED, evidence=[one, other])
