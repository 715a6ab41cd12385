"""Charts of the live figures as SVG bars that scale with the page; a table beside each chart has the same figures.

They use neither scripts nor styles, since the content security policy allows none inside a drawing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reporting.figures import Figures, by_length
from reporting.table.tally import Layout
from reporting.wording import values

WIDTH: Final = 360
ROW_HEIGHT: Final = 40
BAR_HEIGHT: Final = 12
TEXT_RISE: Final = 18
BAR_RISE: Final = 24
THIN: Final = 7
SHOWN_MIN: Final = 2
LETTERS_MAX: Final = 22


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A bar: its top and its length, in units of the drawing."""

    y: int
    length: int
    series: int


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of a chart: its label, figures and bars."""

    label: str
    figures: tuple[int, ...]
    text_y: int
    bars: tuple[ChartBar, ...]

    @property
    def short(self) -> str:
        """The label, shortened to fit beside the figure. The table has it in full."""
        return self.label if len(self.label) <= LETTERS_MAX else f"{self.label[: LETTERS_MAX - 1]}…"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its summary sentence; `columns` are the headings of its table."""

    id: str
    title: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    thickness: int

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return len(self.rows) * ROW_HEIGHT


def charts_of(figures: Figures, layout: Layout) -> Sequence[Chart]:
    """Return the four charts of the live page."""
    return (_standings(figures), _outcomes(figures, layout), _paces(figures), _months(figures))


def _chart(
    id_: str, title: str, sentence: str, columns: tuple[str, ...], data: Mapping[str, tuple[int, ...]]
) -> Chart:
    """Lay out the rows one below the other, each bar in proportion to the greatest figure."""
    greatest = max((figure for each in data.values() for figure in each), default=0) or 1
    thickness = BAR_HEIGHT if len(columns) == len(("label", "figure")) else THIN
    rows = []
    for n, (label, its) in enumerate(data.items()):
        top = n * ROW_HEIGHT
        bars = [
            ChartBar(top + BAR_RISE + series * thickness, _length(figure, greatest), series)
            for series, figure in enumerate(its)
        ]
        rows.append(ChartRow(label, its, top + TEXT_RISE, tuple(bars)))
    return Chart(id_, title, sentence, columns, tuple(rows), thickness)


def _length(figure: int, greatest: int) -> int:
    """Return the length of a bar; a figure above zero is always visible."""
    return max(SHOWN_MIN, round(WIDTH * figure / greatest)) if figure else 0


def _standings(figures: Figures) -> Chart:
    words = values()["clock-state"]
    data = {words[each]: (n,) for each, n in sorted(figures.standings.items(), key=lambda it: -it[1])}
    sentence = "现在没有按期限办理的在办申请。"
    if data:
        label, (most,) = next(iter(data.items()))
        total = sum(figures.standings.values())
        share = f"“{label}”最多，{most}件。" if len(data) > 1 else f"都是“{label}”。"
        sentence = f"按期限办理的在办申请共{total}件，{share}"
    return _chart("standings", "在办申请的期限状态", sentence, ("状态", "件数"), data)


def _months(figures: Figures) -> Chart:
    data = {f"{month}月": pair for month, pair in figures.months.items()}
    busiest, (most, _) = max(figures.months.items(), key=lambda it: it[1][0])
    sentence = f"{figures.year}年新收{figures.headline.received}件，办结{figures.headline.answered}件"
    sentence += f"；收到最多的是{busiest}月，{most}件。" if most else "。"
    return _chart("months", "每月新收和办结", sentence, ("月份", "新收", "办结"), data)


def _outcomes(figures: Figures, layout: Layout) -> Chart:
    data = {_brief(layout, row): (n,) for row, n in figures.outcomes.items()}
    sentence = f"{figures.year}年还没有办结的申请。"
    if figures.outcomes:
        row, most = max(figures.outcomes.items(), key=lambda it: it[1])
        total = sum(figures.outcomes.values())
        words = _brief(layout, row)
        sentence = f"办结的{total}件中，“{words}”最多，{most}件，占{most * 100 // total}%。"
        if most == total:
            sentence = f"办结的{total}件，都是“{words}”。"
    return _chart("outcomes", "办理结果", sentence, ("结果", "件数"), data)


def _brief(layout: Layout, row: str) -> str:
    """Return the label of a table row without its numerals: 不予公开：其他法律行政法规禁止公开."""
    return layout.rows[row].brief or layout.rows[row].label


def _paces(figures: Figures) -> Chart:
    data = {label: (n,) for label, n in by_length(figures.paces).items()}
    average = figures.average_calendar_days
    sentence = f"{figures.year}年还没有送达的答复。"
    if average is not None:
        longest = max(figures.paces)
        sentence = f"从收到到送达平均{average:.1f}天，最长{longest}天（日历天，含补正和征求意见的时间）。"
    return _chart("paces", "办理用时", sentence, ("用时", "件数"), data)
