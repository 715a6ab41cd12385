"""Puts into one order what comes in any: what services do at the same moment, requests of a day, letters, equal figures."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

INSTANT = re.compile(r"(\d+)年(\d+)月(\d+)日 \d\d:\d\d (?P<who>.*)")
PLACE = re.compile(r"第 (?P<number>\d+) 步，(?P<service>..)第.+?号(?:，由第 (?P<cause>\d+) 步引起)?")
NUMBERS = re.compile(r"第 (\d+) 步")
CAUSE = re.compile(r"由第 (\d+) 步引起")
HAPPENED, FORM, EVENTS, NONE, MOVED = "这一步", "查看某一时刻", "依据的事件：", "无", " | 有变化"
ROW = re.compile(r"\d{4}-\d{4} \| (?P<day>\d+年\d+月\d+日) \|")
CLOCK = re.compile(r"‹(.+期限) \d+›$")
CLOCK_NUMBER = re.compile(r"(?<=期限|期日) \d+(?=›)")
STANDINGS, OUTCOMES = "在办申请的期限状态", "办理结果"
MOST = re.compile(r"(?<=件，“).+(?=”最多)")


@dataclass(frozen=True)
class Step:
    """A step of a trail: its lines, its number, the service that recorded it, the step that caused it.

    `moved`: of a replay, the lines of the state that the step moved, by their labels.
    """

    lines: Sequence[str]
    number: str
    service: str
    cause: str
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def turn(self) -> tuple[tuple[int, ...], bool, str]:
        """What decides when several may come next: the day; what services do by themselves before what people do; the service."""
        instant = INSTANT.match(self.lines[0])
        if instant is None:
            raise ValueError(f"no instant: {self.lines[0]}")
        day = tuple(map(int, instant.groups()[:3]))
        return day, not instant["who"].startswith("系统"), self.service


@dataclass(frozen=True)
class ReplayPage:
    """A page of a replay, part by part: head, step, form, state by its labels, and the last event of each service."""

    head: Sequence[str]
    happened: Sequence[str]
    form: Sequence[str]
    state: Mapping[str, str]
    events: Mapping[str, str]

    @classmethod
    def of(cls, lines: Sequence[str]) -> "ReplayPage":
        """Read a page."""
        happened = lines.index(HAPPENED) + 1
        form = next(place for place, line in enumerate(lines) if line.startswith(FORM))
        state = form + len(("the form", "the title of the state"))
        events = lines[-1].removeprefix(EVENTS).split("，")
        return cls(
            lines[:happened],
            lines[happened:form],
            lines[form:state],
            {line.partition(" | ")[0]: line for line in lines[state:-1]},
            {event[:2]: event for event in events if event != NONE},
        )

    def lines(self) -> list[str]:
        """Write the page."""
        events = EVENTS + ("，".join(self.events.values()) or NONE)
        return [*self.head, *self.happened, *self.form, *self.state.values(), events]

    def step(self, number: int, before: "ReplayPage") -> Step:
        """The step that it shows, with what it moved of the state of the page before."""
        unmoved = before.unmoved()
        moved = {
            label: line
            for label, line in self.state.items()
            if line.endswith(MOVED) or line != unmoved.get(label)
        }
        cause = CAUSE.search("\n".join(self.happened))
        return Step(self.happened, str(number), self.happened[-1][:2], cause[1] if cause else "", moved)

    def unmoved(self) -> dict[str, str]:
        """The state as the next page shows it where its step moves nothing."""
        return {label: line.removesuffix(MOVED) for label, line in self.state.items()}


def settled(lines: Sequence[str]) -> list[str]:
    """Any page with its rows, its letters' clocks and its chart of clocks in one order."""
    return _rows(_clocks(_standings(lines)))


def settled_trail(lines: Sequence[str]) -> list[str]:
    """A trail in one order: each service's steps in its own, none before its cause. The numbers fit the order."""
    head, steps = _steps(lines)
    return [*head, *(line for step in _numbered(_in_order(steps)) for line in step.lines)]


def settled_replay(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """All pages of a replay, from the one before the first step on, with their steps in the order of `settled_trail`.

    Each line of the state tells of one service, so a step moves the same lines whatever another service did first. Raises
    `ValueError` where a page shows something else than the page before it with what its step moved.
    """
    read = [ReplayPage.of(page) for page in pages]
    steps = [page.step(number, before) for number, (before, page) in enumerate(pairwise(read), 1)]
    if _replayed(read, steps) != [[*page] for page in pages]:
        raise ValueError(f"not what the steps moved: {pages[-1][0]}")
    return _replayed(read, _numbered(_in_order(steps)))


def _replayed(frames: Sequence[ReplayPage], steps: Iterable[Step]) -> list[list[str]]:
    """The pages that show `steps` one after the other; head and form are those of the page at each place."""
    page, *others = frames
    pages = [page]
    for frame, step in zip(others, steps, strict=True):
        state = page.unmoved() | step.moved
        events = {**page.events, step.service: step.lines[-1]}
        page = replace(frame, happened=step.lines, state=state, events=events)
        pages.append(page)
    return [page.lines() for page in pages]


def _numbered(steps: Iterable[Step]) -> list[Step]:
    """Steps with the numbers that fit their order."""
    ordered = list(steps)
    numbers = {step.number: str(place) for place, step in enumerate(ordered, 1)}
    return [
        replace(
            step, lines=[NUMBERS.sub(lambda found: f"第 {numbers[found[1]]} 步", line) for line in step.lines]
        )
        for step in ordered
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


def _in_order(steps: Sequence[Step]) -> Iterator[Step]:
    steps = [*steps]
    while steps:
        waiting = {step.number for step in steps}
        heads = {step.service: step for step in reversed(steps)}
        step = min((each for each in heads.values() if each.cause not in waiting), key=lambda each: each.turn)
        steps.remove(step)
        yield step
