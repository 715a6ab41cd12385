"""The outcomes of the catalogue that staff may choose from, and a right draft for each of them."""

from datetime import date

from shared.policy import Policy

POLICY = Policy("qionghai", date(2025, 3, 10))
CATALOGUE = {name: outcome for name, outcome in POLICY.outcomes().items() if outcome.offered}
KINDS = POLICY.evidence_kinds()

PAIRS = [(name, article.id) for name, outcome in CATALOGUE.items() for article in outcome.articles]
"""Every pair of outcome and article that is possible."""


def clause_of(name: str, article_id: str) -> str:
    """The clause of an article."""
    return next(each.clause for each in CATALOGUE[name].articles if each.id == article_id)


NEEDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("partial", "37"): ("redaction-record",),
    ("unable_not_held", "36(4)"): ("search-record",),
    ("unable_not_held", "36(5)"): ("responsible-agency",),
    ("noproc_duplicate", "36(6)"): ("earlier-case",),
    ("other_no_correction", "30"): ("correction-notice",),
    ("other_other", "report-6-3"): ("closing-record",),
}
"""Pair → the evidence that it needs, written by hand from the regulation."""

FITTING = {"granted": "open", "partial": "part_open", "deny_law_forbids": "not_open"}
"""Outcome → the attribute that the sheet must have."""

ENDINGS = ("other_no_correction", "other_other")
"""The outcomes that only a lapse or a withdrawal leads to."""

REFERENCES = {"earlier-case": "琼统公开〔2024〕3号", "correction-notice": "琼统公开补〔2025〕1号"}
