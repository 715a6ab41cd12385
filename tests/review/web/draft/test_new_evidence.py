"""A kind of evidence that only the packs know: it is asked for, read, required, sealed and told without a line of code."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from review.acts.signing import open_draft
from review.case.decide import case_decider
from review.case.evolve import drafted
from review.drafting import seal_evidence
from review.web.draft.evidence_form import filled_in, parts_of
from review.web.draft.form import read_wording
from shared.command.decider import Refusal
from shared.events.terms import Subject
from shared.policy import Policy
from shared.policy.library import BUILT_IN, PackLibrary
from shared.privacy.sealing import SubjectKey
from shared.privacy.vault import MemoryVault
from shared.web.forms.form_reader import FormReader
from shared.words.evidence import evidence_lines
from support.review import cases as a

MAP_RECORD = """
[evidence.map-record]
floor = "fixed"
clause = "条例第三十六条第（四）项"
source = "regulation"
[evidence.map-record.value]
label = "地图核对记录"
missing = "没有地图核对记录。请写明核对了哪些图幅。"
[[evidence.map-record.value.boxes]]
name = "map_sheets"
label = "核对的图幅"
[[evidence.map-record.value.boxes]]
name = "map_on"
label = "核对日期"
shape = "date"
[[evidence.map-record.value.boxes]]
name = "map_number"
label = "审图文号"
shape = "reference"
"""
TYPED = {
    "outcome": "unable_not_held",
    "clause": "条例第三十六条第（四）项",
    "finding": "已核对。",
    "decision": "本机关没有该信息。",
    "search_where": "档案室",
    "search_words": "地图",
    "search_by": "吴丽",
    "search_on": "2025-03-10",
    "map_sheets": "第3、4幅",
    "map_on": "2025-03-09",
    "map_number": "琼审图〔2025〕7号",
}


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    """The packs that ship, and one more kind, which the search for what is not held asks for."""
    copytree(BUILT_IN, tmp_path / "packs")
    national = tmp_path / "packs/national"
    with (national / "evidence.toml").open("a", encoding="utf-8") as file:
        file.write(MAP_RECORD)
    outcomes = (national / "outcomes.toml").read_text("utf-8")
    asked = outcomes.replace('requires = ["search-record"]', 'requires = ["search-record", "map-record"]')
    assert asked != outcomes
    (national / "outcomes.toml").write_text(asked, "utf-8")
    return Policy("qionghai", date(2025, 3, 10), library=PackLibrary((tmp_path / "packs",)))


def proposal(policy: Policy, evidence):
    """A draft that this search ends in, with some evidence."""
    return replace(
        a.propose(outcome="unable_not_held", clause=TYPED["clause"]),
        offered={name: each for name, each in policy.outcomes().items() if each.offered},
        kinds=policy.evidence_kinds(),
        evidence=evidence,
    )


async def _key() -> SubjectKey:
    return await MemoryVault().create("qionghai", Subject.request(a.REQUEST), ("text",))


def test_its_boxes_are_on_the_form(policy):
    """The form shows the kind's heading and boxes."""
    parts = parts_of(("search-record", "map-record"), policy.evidence_kinds())

    assert parts[-1].title == "地图核对记录"
    assert [box.label for box in parts[-1].boxes] == ["核对的图幅", "核对日期", "审图文号"]


async def test_it_is_required_and_says_what_is_missing(policy):
    """Without it the outcome is refused in the pack's words, beside its first box; a bad 文号 beside its own."""
    case = case_decider.fold(a.ASSIGNED)
    wording = read_wording(FormReader(None, **(TYPED | {"map_number": "7号"})), policy)
    search, bad = seal_evidence(await _key(), wording.evidence)

    for evidence, code, box, words in (
        ((search,), "map-record-missing", "map_sheets", "没有地图核对记录。请写明核对了哪些图幅。"),
        ((search, bad), "map-record-number", "map_number", "文号"),
    ):
        with pytest.raises(Refusal) as refused:
            case_decider.decide(case, proposal(policy, evidence))
        assert refused.value.code == code
        assert words in refused.value.sentence
        assert refused.value.field == box


async def test_it_is_sealed_box_by_box_and_told(policy):
    """What was typed comes back from the event into the same boxes, and is told by their labels."""
    key = await _key()
    wording = read_wording(FormReader(None, **TYPED), policy)
    command = proposal(policy, seal_evidence(key, wording.evidence))
    command = replace(
        command,
        finding=key.seal("text", "finding", "有"),
        decision=key.seal("text", "decision", "无"),
        materials=(),
    )

    (event,) = case_decider.decide(case_decider.fold(a.ASSIGNED), command)

    (_, found) = open_draft(key, drafted(event)).evidence
    kinds = policy.evidence_kinds()
    assert found == wording.evidence[1]
    assert evidence_lines(kinds["map-record"], found.boxes) == [
        "核对的图幅：第3、4幅",
        "核对日期：2025年3月9日",
    ]
    filled = filled_in([found], kinds)
    assert filled == {name: text for name, text in TYPED.items() if name.startswith("map_")}
