"""Trusted time: what the log, the timers and the commands believe, although the machine's wall clock may jump.

The wall clock can be set by anyone and can be wrong after a start. The time since boot cannot: it only runs on, through a
suspension too. So trusted time is the last trusted instant plus the time since boot that has passed, and the wall clock
is only followed while it agrees:

- **No jump**: the wall clock differs by at most `SKEW`. Trusted time approaches it by `SLEW`, so it never steps and never runs back.
- **`wall-jumped`**: it differs by more. It is ignored until it agrees again, or is accepted.
- **After a stop** (another boot) the time that passed is unknown: the last trusted instant is only the earliest possible one.
  A wall clock before it is ignored (`wall-behind`). A later one is followed; after a gap of more than `RESTART_MAX` this is
  `unproven-stop`. A process that restarts on the same boot simply continues.

The wall clock is accepted as it is by a second source: the kernel says that an NTP daemon disciplines it (setting the clock
by hand clears that state), or the database server's clock agrees and is declared to be another machine's. A second
source never takes time back beyond what certainly has passed. A person who states the time can (`lantai time confirm`).

In doubt ordinary work and warnings go on by trusted time. Misses wait, since they burden an agency or an applicant.
The lanes' greatest `recorded_at` is no second source: it says what was believed, not what is.

What this does not see: a virtual machine paused by its host, with a wall clock that was not set right afterwards; an NTP
daemon that is itself deceived, or that spreads a large correction over days (chrony without `makestep`).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

SKEW = timedelta(seconds=5)
"""A wall clock that differs by at most this is not in doubt. `recorded_at` never runs ahead of trusted time by more."""

SLEW = 0.001
"""Seconds by which trusted time approaches the wall clock per second that passes: two seconds take half an hour."""

RESTART_MAX = timedelta(minutes=15)
"""A stop that seems to have lasted no longer is a restart of the machine; nobody needs to confirm it."""

_NONE = timedelta()

Doubt = Literal["wall-jumped", "wall-behind", "unproven-stop"]
Proof = Literal["second-source", "person"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine says at one moment."""

    wall: datetime
    boot: str
    """The id of the machine's present boot."""
    since_boot: timedelta
    proof: Proof | None = None
    """Who confirms the wall clock: a second source, or a person."""


@dataclass(frozen=True, slots=True)
class TrustedTime:
    """Trusted time at one moment of a boot; kept in the database, so that the next process continues it."""

    at: datetime
    boot: str
    since_boot: timedelta
    unproven: timedelta = _NONE
    """The part of `at` that only the wall clock after a stop says. `at - unproven` has certainly passed."""
    doubt: Doubt | None = None
    doubted_since: datetime | None = None

    @classmethod
    def begin(cls, kept: "TrustedTime | None", reading: Reading) -> "TrustedTime":
        """Continue from what was kept, or believe the first wall clock there is."""
        if kept is None:
            return cls(reading.wall, reading.boot, reading.since_boot)
        if kept.boot == reading.boot and kept.since_boot <= reading.since_boot:
            return kept.advance(reading)
        earliest = kept.at - kept.unproven
        stopped = replace(kept, at=earliest, boot=reading.boot, since_boot=reading.since_boot, unproven=_NONE)
        return _in("wall-behind", stopped).advance(reading)

    def instant(self, since_boot: timedelta) -> datetime:
        """Trusted time at another moment of the same boot."""
        return self.at + (since_boot - self.since_boot)

    def advance(self, reading: Reading) -> "TrustedTime":
        """Trusted time at a later reading of the same boot."""
        passed, wall = reading.since_boot - self.since_boot, reading.wall
        now = replace(self, at=self.at + passed, since_boot=reading.since_boot)
        earliest = now.at - now.unproven
        if reading.proof == "person":
            return _accept(wall, now)
        if now.doubt == "wall-behind" and wall >= earliest - SKEW:
            now = _follow(max(wall, earliest), earliest, now)
        agrees = abs(wall - now.at) <= SKEW
        if reading.proof and wall >= earliest - SKEW:
            now = _accept(now.at if agrees else max(wall, earliest), now)
        elif not agrees:
            return _in(now.doubt or "wall-jumped", now)
        elif now.doubt == "wall-jumped":
            now = _in(None, now)
        slewed = min(max(wall - now.at, -SLEW * passed), SLEW * passed)
        return replace(now, at=now.at + slewed)


def _accept(wall: datetime, now: TrustedTime) -> TrustedTime:
    return _in(None, replace(now, at=wall, unproven=_NONE))


def _follow(wall: datetime, earliest: datetime, now: TrustedTime) -> TrustedTime:
    """Follow the wall clock after a stop; in doubt if the stop seems too long for a restart."""
    unproven = wall - earliest
    followed = replace(now, at=wall, unproven=unproven)
    return _in("unproven-stop" if unproven > RESTART_MAX else None, followed)


def _in(doubt: Doubt | None, now: TrustedTime) -> TrustedTime:
    since = None if doubt is None else now.doubted_since or now.at
    return replace(now, doubt=doubt, doubted_since=since)
