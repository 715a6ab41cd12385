"""Trusted time against an oracle that knows the true time, over random histories of a machine's clock."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.time.trusted import RESTART_MAX, SKEW, SLEW, Proof, Reading, TrustedTime

pytestmark = pytest.mark.unit

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@dataclass
class Machine:
    """A machine with its true time, the error of its wall clock, and the trusted time of its service."""

    true: datetime = START
    error: timedelta = timedelta()
    boots: int = 0
    since_boot: timedelta = timedelta(seconds=100)
    proof: Proof | None = None
    time: TrustedTime = field(init=False)

    def __post_init__(self) -> None:
        self.time = TrustedTime.begin(None, self.reading())

    @property
    def wall(self) -> datetime:
        """What the wall clock shows."""
        return self.true + self.error

    def reading(self) -> Reading:
        """What the service reads now."""
        return Reading(self.wall, str(self.boots), self.since_boot, self.proof)

    def run(self, seconds: float) -> None:
        """Let time pass, in a suspension or not; the service reads at its end."""
        self.true += seconds * SECOND
        self.since_boot += seconds * SECOND
        self.time = self.time.advance(self.reading())

    def step(self, seconds: float) -> None:
        """Set the wall clock; this clears the kernel's state of synchronisation."""
        self.error += seconds * SECOND
        self.proof = None
        self.run(1)

    def restart(self, seconds: float) -> None:
        """Stop the service, and start it again later on the same boot."""
        self.true += seconds * SECOND
        self.since_boot += seconds * SECOND
        self.time = TrustedTime.begin(self.time, self.reading())

    def reboot(self, seconds: float, error: float = 0) -> None:
        """Switch the machine off, and on again later with a wall clock that is wrong by `error`."""
        self.true += seconds * SECOND
        self.error, self.since_boot, self.boots = error * SECOND, timedelta(seconds=20), self.boots + 1
        self.proof = None
        self.time = TrustedTime.begin(self.time, self.reading())

    def synchronise(self, _: float = 0) -> None:
        """An NTP daemon sets the wall clock right."""
        self.error, self.proof = timedelta(), "second-source"
        self.run(1)

    @property
    def slewed(self) -> timedelta:
        """By how much trusted time may have followed a wrong wall clock within `SKEW`."""
        return SLEW * (self.true - START) + timedelta(milliseconds=1)


LENGTHS = st.one_of(st.floats(0, 30), st.floats(0, 40 * 86_400))
STEPS = st.one_of(st.floats(-6, 6), st.floats(-2_000, 2_000), st.floats(-40 * 86_400, 40 * 86_400))
RUNNING = st.one_of(
    st.tuples(st.just("run"), LENGTHS),
    st.tuples(st.just("restart"), LENGTHS),
    st.tuples(st.just("step"), STEPS),
)
ANY = st.one_of(
    RUNNING, st.tuples(st.just("synchronise"), st.just(0.0)), st.tuples(st.just("reboot"), LENGTHS, STEPS)
)


@given(st.lists(RUNNING, max_size=40))
def test_on_one_boot_trusted_time_is_right_whatever_the_wall_clock_does(history):
    """Over any steps, waits and restarts it never runs back, stays true, and is in doubt while the wall clock disagrees."""
    machine = Machine()

    for action, length in history:
        before = machine.time.at
        getattr(machine, action)(length)

        assert machine.time.at >= before
        assert abs(machine.time.at - machine.true) <= machine.slewed
        disagrees = abs(machine.wall - machine.time.at) > SKEW
        assert machine.time.doubt == ("wall-jumped" if disagrees else None)


@given(st.lists(ANY, max_size=40))
def test_without_doubt_it_is_never_ahead_and_proven_time_is_true(history):
    """Over stops with wrong clocks too: without doubt no more ahead than a restart may be; a second source sets it right."""
    machine = Machine()

    for action, *lengths in history:
        getattr(machine, action)(*lengths)

        time = machine.time
        assert time.at - time.unproven <= machine.true + machine.slewed
        assert (time.doubted_since is None) == (time.doubt is None)
        if time.doubt is None:
            assert time.at <= machine.true + RESTART_MAX + SKEW + machine.slewed
        if machine.proof and machine.slewed < SKEW:
            assert time.doubt is None
            assert abs(time.at - machine.true) <= SKEW


def test_forty_days_back():
    """A wall clock set back by forty days is ignored, for as long as it stays there."""
    machine = Machine()

    machine.step(-40 * 86_400)
    machine.run(3_600)

    assert (machine.time.at, machine.time.doubt) == (machine.true, "wall-jumped")
    assert machine.time.doubted_since == START + SECOND


def test_nine_days_ahead_for_ten_seconds():
    """A wall clock nine days ahead is ignored, also by a process that starts meanwhile; after it nothing is in doubt."""
    machine = Machine()

    machine.step(9 * 86_400)
    machine.restart(5)
    assert (machine.time.at, machine.time.doubt) == (machine.true, "wall-jumped")
    machine.run(4)
    machine.step(-9 * 86_400)

    assert (machine.time.at, machine.time.doubt) == (machine.true, None)


@pytest.mark.parametrize("seconds", [2, -2])
def test_two_seconds_are_no_jump(seconds):
    """Two seconds are no jump: trusted time approaches the wall clock slowly, without a step."""
    machine = Machine()

    machine.step(seconds)
    assert machine.time.doubt is None
    assert abs(machine.time.at - machine.true) < SECOND / 100
    machine.run(3_600)

    assert abs(machine.time.at - machine.wall) < SECOND / 100


def test_many_small_steps_are_a_jump():
    """Small steps one after another do not carry trusted time away."""
    machine = Machine()

    for _ in range(10):
        machine.step(2)

    assert machine.time.doubt == "wall-jumped"
    assert abs(machine.time.at - machine.true) < SECOND


def test_a_week_switched_off():
    """After a week switched off the wall clock is followed, in doubt until a second source confirms it."""
    machine = Machine()

    machine.reboot(7 * 86_400)
    machine.run(3_600)
    assert (machine.time.at, machine.time.doubt) == (machine.true, "unproven-stop")
    machine.synchronise()

    assert (machine.time.at, machine.time.doubt) == (machine.true, None)


def test_a_process_that_stood_for_a_week_continues():
    """A service stopped for a week on a running machine needs nobody: the time since boot is known."""
    machine = Machine()

    machine.restart(7 * 86_400)

    assert (machine.time.at, machine.time.doubt) == (machine.true, None)


def test_a_short_stop_is_a_restart():
    """A machine that restarts within minutes is not in doubt, and a second source may still take the minutes back."""
    machine = Machine()

    machine.reboot(60, error=600)
    assert machine.time.doubt is None
    machine.synchronise()

    assert (machine.time.at, machine.time.doubt) == (machine.true, None)


def test_a_dead_clock_after_a_stop():
    """A machine that starts in 1970 continues at its last instant, and follows the wall clock once it is later than that."""
    machine = Machine()
    machine.reboot(7 * 86_400, error=-20_000 * 86_400)
    machine.run(60)
    assert (machine.time.at, machine.time.doubt) == (START + 60 * SECOND, "wall-behind")

    machine.step(20_000 * 86_400)
    assert (machine.time.at, machine.time.doubt) == (machine.true, "unproven-stop")


def test_a_second_source_never_takes_proven_time_back():
    """A deceived NTP daemon cannot backdate."""
    machine = Machine()

    machine.step(-40 * 86_400)
    machine.proof = "second-source"
    machine.run(60)

    assert (machine.time.at, machine.time.doubt) == (machine.true, "wall-jumped")


def test_a_person_can():
    """A person who states the time is believed in both directions, and the doubt ends."""
    for days in (-9, 9):
        machine = Machine()
        machine.step(days * 86_400)

        machine.time = machine.time.advance(replace(machine.reading(), proof="person"))

        assert (machine.time.at, machine.time.doubt) == (machine.wall, None)


def test_a_jump_after_an_unproven_stop_is_ignored():
    """Following ends with the start: a jump behind it moves nothing, and the doubt stays."""
    machine = Machine()
    machine.reboot(7 * 86_400)

    machine.step(9 * 86_400)

    assert (machine.time.at, machine.time.doubt) == (machine.true, "unproven-stop")
