"""The catalogue is whole: every event and every published code has its words, and no word is left without its code."""

from typing import get_args

import pytest

from shared.events.codes import PUBLISHED
from shared.events.deadline.clock import ClockEffect, ClockFactHeard
from shared.events.registry import registry
from shared.words.catalogue import codes, event_types, event_words, kinds
from shared.words.clocks import causes

HEARD_AS = {f"clock-{effect or 'noted'}" for effect in get_args(ClockEffect)}
"""What a clock heard is worded by what that did."""
EVENTS = sorted({*registry()} - {ClockFactHeard.type_name()} | HEARD_AS)


@pytest.mark.parametrize("type_name", EVENTS)
def test_every_event_has_its_words(type_name):
    """A new event is found here until the catalogue says what it is called and what happened."""
    words = event_words(type_name)

    assert words.title
    assert words.sentence


def test_no_words_are_left_of_an_event_that_is_gone():
    """What the catalogue words is published."""
    assert event_types() == set(EVENTS)


@pytest.mark.parametrize("kind", PUBLISHED)
@pytest.mark.parametrize("audience", ["", "staff", "public", "history", "supervision"])
def test_every_published_code_has_its_word(kind, audience):
    """Whoever reads a code reads a word; what says how a value is written that is none (`none`, `counting`) may stand beside."""
    words = codes(kind, audience)

    assert {code for code in PUBLISHED[kind] if not words.get(code)} == set()
    assert set(words) - {*PUBLISHED[kind]} <= {"none", "counting"}


def test_what_ends_a_clock_is_a_published_event():
    """The cause of a stop is the type of the event that said so."""
    assert set(codes("cause", "supervision")) == set(codes("cause")) <= set(registry())


def test_whatever_ends_a_clock_has_words():
    """An event without a word among the causes says its title, which stands without facts."""
    told = {name: causes("supervision")[name] for name in registry() if name != ClockFactHeard.type_name()}

    assert all(word and "{" not in word for word in told.values())
    assert (told["paper-returned"], told["sheet-completed"]) == ("退回", "保密审查完成")


def test_an_audience_without_words_of_its_own_reads_those_of_all():
    """One entry serves all; only where one reads another word does it have two."""
    assert codes("cause", "supervision")["request-accepted"] == codes("cause")["request-accepted"] == "已受理"
    assert codes("cause", "supervision")["request-withdrawn"] != codes("cause")["request-withdrawn"]
    assert event_words("request-received", "public").title == event_words("request-received").title


def test_what_nobody_is_told_has_no_words():
    """An unknown type, kind or audience is an error of the program, never an empty line."""
    for unknown in (("thing-happened", ""), ("number-assigned", "public")):
        with pytest.raises(KeyError):
            event_words(*unknown)
    assert "number-assigned" not in event_types("public")
    assert "things" not in kinds()
