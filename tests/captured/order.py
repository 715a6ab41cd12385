"""Puts into one order what comes in any: what services do at the same moment, requests of a day, letters, equal figures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

INSTANT = re.compile(r"(\d+)年(\d+)月(\d+)日 \d\d:\d\d (?P<who>.*)")
PLACE = re.compile(r"第 (?P<number>\d+) 步，(?P<service>..)第.+?号(?:，由第 (?P<cause>\d+) 步引起)?")
NUMBERS = re.compile(r"第 (\d+) 步")
ROW = re.compile(r"\d{4}-\d{4} \| (?P<day>\d+年\d+月\d+日) \|")
CLOCK = re.compile(r"‹(.+期限) \d+›$")
CLOCK_NUMBER = re.compile(r"(?<=期限|期日) \d+(?=›)")
STANDINGS, OUTCOMES = "在办申请的期限状态", "办理结果"
MOST = re.compile(r"(?<=件，“).+(?=”最多)")


@dataclass(frozen=True)
class Step:
    """A step of a trail: its lines, its number, the service that recorded it, the step that caused it."""

    lines: Sequence[str]
    number: str
    service: str
    cause: str

    @property
    def turn(self) -> tuple[tuple[int, ...], bool, str]:
        """What decides when several may come next: the day; what services do by themselves before what people do; the service."""
        instant = INSTANT.match(self.lines[0])
        if instant is None:
            raise ValueError(f"no instant: {self.lines[0]}")
        day = tuple(map(int, instant.groups()[:3]))
        return day, not instant["who"].startswith("系统"), self.service


def settled(lines: Sequence[str]) -> list[str]:
    """Any page with its rows, its letters' clocks and its chart of clocks in one order."""
    return _rows(_clocks(_standings(lines)))


def settled_trail(lines: Sequence[str]) -> list[str]:
    """A trail in one order: each service's steps in its own, none before its cause. The numbers fit the order."""
    head, steps = _steps(lines)
    ordered = list(_in_order(steps))
    numbers = {step.number: str(place) for place, step in enumerate(ordered, 1)}
    return [
        *head,
        *(
            NUMBERS.sub(lambda found: f"第 {numbers[found[1]]} 步", line)
            for step in ordered
            for line in step.lines
        ),
    ]


def _rows(lines: Sequence[str]) -> list[str]:
    """Requests of one day by their numbers."""
    found = [(ROW.match(line), line) for line in lines]
    by_day = groupby(found, key=lambda each: each[0] and each[0]["day"])
    return [
        line
        for day, rows in by_day
        for line in (sorted(each for _, each in rows) if day else (each for _, each in rows))
    ]


def _clocks(lines: Sequence[str]) -> list[str]:
    """Clocks of one kind by what stands in them, without their numbers."""
    starts = [place for place, line in enumerate(lines) if CLOCK.match(line)]
    if not starts:
        return [*lines]
    unnumbered = [CLOCK_NUMBER.sub("", line) for line in lines]
    sections = [unnumbered[at:to] for at, to in pairwise([*starts, len(lines)])]
    kinds = [section[0] for section in sections]
    sections.sort(key=lambda section: (kinds.index(section[0]), section))
    return [*unnumbered[: starts[0]], *(line for section in sections for line in section)]


def _standings(lines: Sequence[str]) -> list[str]:
    """The chart of running clocks, in which equal figures stand in any order, line by line in the order of the letters."""
    if STANDINGS not in lines or OUTCOMES not in lines:
        return [*lines]
    begins, ends = lines.index(STANDINGS), lines.index(OUTCOMES)
    chart = sorted(MOST.sub("…", line) for line in lines[begins:ends])
    return [*lines[:begins], *chart, *lines[ends:]]


def _steps(lines: Sequence[str]) -> tuple[list[str], list[Step]]:
    """What stands over the first step, and the steps. A step begins with its instant and ends with its place."""
    begins = next((place for place, line in enumerate(lines) if INSTANT.match(line)), len(lines))
    steps, mine = list[Step](), list[str]()
    for line in lines[begins:]:
        mine.append(line)
        if found := PLACE.match(line):
            steps.append(Step(mine, found["number"], found["service"], found["cause"] or ""))
            mine = []
    return [*lines[:begins]], steps


def _in_order(steps: list[Step]) -> Iterator[Step]:
    while steps:
        waiting = {step.number for step in steps}
        heads = {step.service: step for step in reversed(steps)}
        step = min((each for each in heads.values() if each.cause not in waiting), key=lambda each: each.turn)
        steps.remove(step)
        yield step
