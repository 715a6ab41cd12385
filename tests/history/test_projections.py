"""A projection whose tables, sources or fold change gets a new version: without one, no deployment would rebuild it.

After raising a version, run `PYTHONPATH=tests python -m support.fold_source`. A fold that was only rewritten, and whose rebuild
finds no difference, is stored with `--same-result`.
"""

import pytest

from support.fold_source import Stamp, stamps, stored, to_store

NOW = stamps()
STORED = stored()


@pytest.mark.parametrize("name", sorted(NOW))
def test_a_change_raises_the_version(name: str):
    """The stamp of the present version is the stored one."""
    assert NOW[name] == STORED.get(name)


def test_projections_that_are_gone_are_not_stored():
    """Every stored stamp is that of a projection."""
    assert STORED.keys() <= NOW.keys()


@pytest.mark.parametrize(
    ("changed", "same_result", "kept"),
    [
        (Stamp(version=0, tables="other", fold="same"), True, True),
        (Stamp(version=0, tables="other", fold="same"), False, True),
        (Stamp(version=0, tables="same", fold="other"), False, True),
        (Stamp(version=0, tables="same", fold="other"), True, False),
        (Stamp(version=-1, tables="other", fold="other"), False, False),
    ],
)
def test_only_a_raised_version_is_stored(monkeypatch, changed, same_result, kept):
    """Other tables under the same version are never stored; another fold only by the word of who changed it."""
    name, now = "reporting/annual", Stamp(version=0, tables="same", fold="same")
    monkeypatch.setattr("support.fold_source.stored", lambda: {name: changed})
    monkeypatch.setattr("support.fold_source.stamps", lambda: {name: now})

    assert to_store(same_result=same_result) == {name: changed if kept else now}
