"""Random histories of a clock: facts of every kind around day 0."""

from datetime import date, timedelta

from msgspec import structs

from shared.events.deadline.facts import (
    Began,
    Done,
    DoneBy,
    Ended,
    Extended,
    Lapsed,
    LetterAnswered,
    LetterReceived,
    LetterSent,
    LetterSilent,
    NotOwed,
    Restarted,
    Suspended,
)
from shared.events.terms import CORRECTION, REASSIGNMENT
from support.deadline.clocks import BASIS

FIRST = date(2025, 3, 3)
"""Day 0."""


def day(random, most=70):
    """A day around day 0."""
    return FIRST + timedelta(days=random.randint(-3, most))


def a_letter(random, name):
    """A letter, usually with its answer or silence."""
    on = day(random, 40)
    sent = LetterSent(
        on=on,
        letter=name,
        kind=random.choice(("third_party", "other_agency")),
        pauses=random.random() < 0.9,
        edges=random.choice(("after-sent-through-arrived", "after-sent-before-arrived")),
        basis=BASIS,
    )
    there = LetterReceived(
        on=on + timedelta(days=random.randint(0, 3)), letter=name, respond_working_days=random.randint(1, 15)
    )
    ends = [
        LetterAnswered(on=on + timedelta(days=random.randint(0, 30)), letter=name),
        LetterSilent(on=on + timedelta(days=random.randint(5, 30)), letter=name),
    ]
    return [sent, *[there] * (random.random() < 0.8), *random.sample(ends, random.choice((0, 1, 1, 2)))]


def the_end(random):
    """A fact that stops a clock."""
    kind = random.choice((Done, DoneBy, Lapsed, Ended))
    if kind in (Done, Ended):
        return kind(on=day(random), cause="reply-dispatched", within=random.random() < 0.3)
    return kind(on=day(random), cause="correction-lapsed")


def drawn(random):
    """Random facts of one clock: of a reply clock, or of a review clock whose case may be set aside."""
    began = Began(
        on=FIRST,
        cause="request-received",
        working_days=random.randint(1, 20),
        basis=BASIS,
        warn_working_days=(5, 3, 1),
    )
    facts = [began]
    for name in "ab"[: random.choice((0, 1, 1, 2))]:
        facts += a_letter(random, name)
    if random.random() < 0.4:
        facts.append(Extended(on=day(random), working_days=random.randint(1, 10), basis=BASIS))
    if random.random() < 0.4:
        facts.append(Suspended(on=day(random), kind=CORRECTION, basis=BASIS))
        facts += [Restarted(on=day(random), kind=CORRECTION, basis=BASIS)] * (random.random() < 0.7)
    if random.random() < 0.2:
        facts += [NotOwed(on=day(random), cause="closing-required")] * (random.random() < 0.5)
        facts.append(Suspended(on=day(random), kind=REASSIGNMENT, basis=BASIS))
        facts += [structs.replace(began, on=day(random))] * (random.random() < 0.7)
    facts += [the_end(random) for _ in range(random.choice((0, 0, 1, 2)))]
    return facts
