"""The hash of what was signed."""

from hashlib import sha256

import pytest

from shared.events.substance import Proof, substance_hash

SIGNED = {
    "outcome": "granted",
    "clause": "36(2)",
    "finding": "有",
    "decision": "给",
    "materials": ("甲", "乙"),
}


def test_the_hash_is_over_canonical_json():
    """The hash can be recomputed with a JSON library: keys sorted, no blanks, UTF-8."""
    written = '{"clause":"36(2)","decision":"给","finding":"有","materials":["甲","乙"],"outcome":"granted"}'

    assert substance_hash(**SIGNED) == sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "partial"},
        {"clause": "36(1)"},
        {"finding": "无"},
        {"decision": "不给"},
        {"materials": ("乙", "甲")},
    ],
)
def test_any_change_changes_the_hash(changed):
    """Another outcome, article, finding, decision or order of materials is another substance."""
    assert substance_hash(**(SIGNED | changed)) != substance_hash(**SIGNED)


def test_evidence_is_signed_too():
    """Another text or another earlier answer is another substance; without evidence it is what it always was."""
    record = Proof("search-record", "检索范围：档案室", None)

    hashes = {
        substance_hash(**SIGNED),
        substance_hash(**SIGNED, evidence=[record]),
        substance_hash(
            **SIGNED, evidence=[Proof("search-record", "检索范围：档案室", "琼统公开〔2025〕1号")]
        ),
    }

    assert len(hashes) == 3
    assert substance_hash(**SIGNED, evidence=()) == substance_hash(**SIGNED)
