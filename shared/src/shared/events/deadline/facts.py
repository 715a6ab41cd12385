"""The facts that a clock 期限 hears: each is a fact of law with its day and the policy values of that day.

A clock keeps every fact. Deadline counts by all of them, in whatever order they became known.
"""

from datetime import date

import msgspec

from shared.events.codes import LetterKind
from shared.events.terms import Basis


class Fact(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="fact",
):
    """Base of the facts; `on` is the day in law."""

    on: date


class Began(Fact, frozen=True, kw_only=True, tag="began"):
    """起算: `on` is day 0. The period, its warnings and roles come from the agency's policy of that day.

    `cause`: the type of the event that began the period. `working_days`: its length. `warn_working_days`: the numbers
    of working days left at which a warning is due; `warn_roles`: the role that each warns, in the same order;
    `missed_role`: the role that is told of a miss. A period of an applicant or of a party that is consulted has no
    warnings.
    """

    cause: str
    working_days: int
    basis: Basis
    warn_working_days: tuple[int, ...] = ()
    warn_roles: tuple[str, ...] = ()
    missed_role: str = ""


class LetterSent(Fact, frozen=True, kw_only=True, tag="letter-sent"):
    """发出征求意见书 (条例第三十三条第三款): the letter left the agency `on` that day.

    `pauses`: whether the period stands still for it, by the policy's `pause.kinds`. `edges`: the policy's
    `pause.edges`, which says whether the day on which the answer arrives counts.
    """

    letter: str
    kind: LetterKind
    pauses: bool
    edges: str
    basis: Basis


class LetterReceived(Fact, frozen=True, kw_only=True, tag="letter-received"):
    """征求意见书送达: the letter reached the party `on` that day.

    The party has `respond_working_days` from the day after.
    """

    letter: str
    respond_working_days: int


class LetterAnswered(Fact, frozen=True, kw_only=True, tag="letter-answered"):
    """收到意见: the answer arrived `on` that day."""

    letter: str


class LetterSilent(Fact, frozen=True, kw_only=True, tag="letter-silent"):
    """期满未答复: the silence was recorded `on` that day.

    The pause ended earlier, on the last day of the party's period.
    """

    letter: str


class Extended(Fact, frozen=True, kw_only=True, tag="extended"):
    """延期 (条例第三十三条第二款): the applicant was told `on` that day that the period is longer by `working_days`."""

    working_days: int
    basis: Basis


class Suspended(Fact, frozen=True, kw_only=True, tag="suspended"):
    """暂停: from `on` that day there is no due date until the period begins again.

    `kind`: `correction` (条例第三十条) or `reassignment` (a void case). Reserved: `fee`, `reasons`, `no-contact`.
    """

    kind: str
    basis: Basis


class Restarted(Fact, frozen=True, kw_only=True, tag="restarted"):
    """重新起算: the suspension of the same `kind` ended; `on` is the new day 0."""

    kind: str
    basis: Basis


class Done(Fact, frozen=True, kw_only=True, tag="done"):
    """办结: the act that stops the clock was done `on` that day; `cause` is its event type.

    `within`: the act counts only if it was done on day 0 or later.
    """

    cause: str
    within: bool = False


class DoneBy(Fact, frozen=True, kw_only=True, tag="done-by"):
    """在期限内办结: the act was done in time, `on` that day at the latest. Its own day is not known."""

    cause: str


class Lapsed(Fact, frozen=True, kw_only=True, tag="lapsed"):
    """逾期未办: the lapse was recorded `on` that day. The fact is void if the act turns out to have been done."""

    cause: str


class Ended(Fact, frozen=True, kw_only=True, tag="ended"):
    """不再等待: from `on` that day nobody waits for the act any more. `within`: as in `done`."""

    cause: str
    within: bool = False


class NotOwed(Fact, frozen=True, kw_only=True, tag="not-owed"):
    """不再需要: a period that begins after this is not owed, until a void case is assigned anew."""

    cause: str


ClockFact = (
    Began
    | LetterSent
    | LetterReceived
    | LetterAnswered
    | LetterSilent
    | Extended
    | Suspended
    | Restarted
    | Done
    | DoneBy
    | Lapsed
    | Ended
    | NotOwed
)
