"""The composition root of deadline: its projections, reactions, pages and tickers."""

from deadline.clock.reactions import reactions
from deadline.loops import keep_recounting, keep_ticking
from deadline.projections import PROJECTIONS
from deadline.projections.timers import overdue_count
from deadline.ticker import Ticker
from deadline.web.board import page as board
from deadline.web.calendar import page as calendar
from deadline.web.what_if import page as what_if
from shared.service.metrics import OwnGauge
from shared.service.runtime import Runtime
from shared.service.service import ServiceParts


def compose(runtime: Runtime) -> ServiceParts:
    """Build deadline over a runtime. Only the active process runs the tickers; two at once would do no harm."""
    ticker = Ticker(runtime.transaction, runtime.clock, runtime.policy)
    return ServiceParts(
        projections=PROJECTIONS,
        reactions=reactions(runtime.policy),
        routers=(board.routes(runtime), what_if.routes(runtime), calendar.routes(runtime)),
        tickers=(lambda: keep_ticking(ticker), lambda: keep_recounting(ticker)),
        gauges=(
            OwnGauge("lantai_timers_overdue", "Timers due for a minute that did not fire", overdue_count),
        ),
    )
