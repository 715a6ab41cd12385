"""What the machine says of time: wall clock, time since boot, and whether the kernel knows its clock to be synchronised."""

import ctypes
import time
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

from shared.time.clock import wall_clock
from shared.time.trusted import Reading

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_TIME_ERROR = 5
_TIMEX_BYTES = 512
"""More than the kernel's `struct timex` has; zeroed, it asks and changes nothing."""


def read_machine() -> Reading:
    """Read the machine once. The wall clock counts as proven while an NTP daemon disciplines it."""
    return Reading(wall_clock(), _boot_id(), since_boot(), "second-source" if _synchronised() else None)


def since_boot() -> timedelta:
    """The time since the machine's start, suspensions included. Nobody can set it."""
    return timedelta(microseconds=time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000)


@cache
def _boot_id() -> str:
    """The kernel's id of this boot, the same in all containers; without one, every process counts as a boot."""
    return _BOOT_ID.read_text().strip() if _BOOT_ID.exists() else str(uuid4())


def _synchronised() -> bool:
    """Ask adjtimex(2): it answers TIME_ERROR while the clock is unsynchronised, such as after somebody set it."""
    asked = getattr(_libc(), "adjtimex", None)
    return asked is not None and 0 <= asked(ctypes.create_string_buffer(_TIMEX_BYTES)) < _TIME_ERROR


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)
