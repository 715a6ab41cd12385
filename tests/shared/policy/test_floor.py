"""Whatever a local text says, what applies is never below the floor."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.policy.floor import holds, mend
from shared.policy.pack import Entry, FloorRule
from shared.policy.resolution import settle
from shared.policy.values import Field

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True).map(tuple)


def national(rule: FloorRule, value, **more) -> Entry:
    return Entry(value=value, floor=rule, clause="条例第一条", source="条例", **more)


def local(value, note="") -> Entry:
    return Entry(value=value, clause="办法一", source="办法", note=note)


def field(name: str, *, required: bool, covers: str = "") -> Field:
    return Field(id=name, label=name, clause="一", required=required, covers=covers)


@given(st.integers(1, 250), st.integers(1, 250))
def test_a_period_is_never_longer(floor, text):
    """At most: the shorter of the two periods applies."""
    assert settle("k", national("at-most", floor), local(text)).value == min(floor, text)


@given(st.integers(1, 250), st.integers(1, 250))
def test_a_retention_is_never_shorter(floor, text):
    """At least: the longer of the two applies."""
    assert settle("k", national("at-least", floor), local(text)).value == max(floor, text)


@given(WORDS, WORDS)
def test_a_required_element_is_never_missing(floor, text):
    """Superset: all of the floor's elements apply, and the local ones keep their order."""
    value = settle("k", national("superset", floor), local(text)).value

    assert set(floor) <= set(value)
    assert value[: len(text)] == text


@given(WORDS, WORDS)
def test_a_forbidden_element_never_applies(floor, text):
    """Subset: nothing applies that the floor does not allow."""
    assert set(settle("k", national("subset", floor), local(text)).value) <= set(floor)


@given(st.sampled_from("abc"), st.sampled_from("abc"), st.sampled_from(["fixed", "one-of"]))
def test_a_word_outside_the_floor_never_applies(floor, text, rule):
    """Fixed and one-of: a word that the floor does not allow gives way to the floor's."""
    allowed = (floor, "b") if rule == "one-of" else ()
    value = settle("k", national(rule, floor, allowed=allowed), local(text)).value

    assert value in {floor, *allowed}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), unique_by=lambda pair: pair[0]))
def test_a_form_requires_what_the_regulation_does(pairs):
    """Form: every required field of the floor is there and required, and nothing else is required."""
    floor = national(
        "form", (field("a", required=True), field("b", required=True), field("c", required=False))
    )
    text = tuple(field(name, required=flag) for name, flag in pairs)

    value = settle("k", floor, local(text)).value

    assert {one.id for one in value if one.required} == {"a", "b"}
    assert {"a", "b", "c"} <= {one.id for one in value}


@given(st.integers(1, 250), st.integers(1, 250))
def test_mending_ends(floor, text):
    """What was mended holds."""
    entry = national("at-most", floor)

    assert holds(entry, mend(entry, text))


def test_two_boxes_may_cover_one_field():
    """A telephone box satisfies 联系方式, so no second contact box is added."""
    floor = national("form", (field("contact", required=True),))

    found = settle("k", floor, local((field("phone", required=True, covers="contact"),)))

    assert [(one.id, one.required) for one in found.value] == [("phone", True)]
    assert found.layer == "local"


@pytest.mark.parametrize("rule", get_args(FloorRule))
def test_each_rule_is_known(rule):
    """A local value equal to the floor's holds under every rule there is."""
    value = 3 if rule in {"at-most", "at-least"} else ()

    assert holds(national(rule, value, allowed=(value,)), value)


def test_silence_of_the_pack_gives_the_floor():
    """Without a local text the national one applies, with nothing set aside."""
    found = settle("k", national("at-most", 20), None)

    assert (found.value, found.layer, found.overridden) == (20, "national", ())


def test_declared_key_takes_the_local_value():
    """A key that the floor only declares is the agency's to fill."""
    found = settle("k", Entry(floor="local", clause="条例", source="条例"), local("琼"))

    assert (found.value, found.layer, found.overridden) == ("琼", "local", ())


def test_note_is_written_where_the_text_has_none():
    """An overridden text without a note of its own still gets a Chinese reason."""
    found = settle("k", national("at-most", 20), local(30))

    assert found.note == "本机关规定低于国家底线，依条例第一条执行。"


def test_seed_literal_runs_the_text_as_it_stands():
    """In seed-literal mode the weaker local text applies, and the note says that it must not be used in earnest."""
    found = settle("k", national("at-most", 20), local(30, note="旧规定"), seed_literal=True)

    assert (found.value, found.layer) == (30, "local")
    assert found.note == "旧规定。按本机关文本原样运行，低于国家底线（条例第一条），不得用于正式办理。"
    assert [(text.layer, text.value) for text in found.overridden] == [("national", 20)]
