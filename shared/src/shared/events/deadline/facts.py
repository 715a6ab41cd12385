"""What a clock (期限) may hear: one fact of law each, with its day and the values of policy that applied on it.

A clock keeps every fact; deadline counts by all of them, in whatever order they became known.
"""

from datetime import date

import msgspec

from shared.events.terms import Basis


class Fact(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="fact",
):
    """Base of all: `on` is the day in law."""

    on: date


class Began(Fact, frozen=True, kw_only=True, tag="began"):
    """起算: `on` is day 0. Length, ladder of warnings and roles are the agency's policy of that day.

    `cause`: the event that began it. `warn_working_days`: of how many working days left is warned; `warn_roles`: whom, in
    the same order; `missed_role`: who is told of a miss. Somebody else's period warns nobody.
    """

    cause: str
    working_days: int
    basis: Basis
    warn_working_days: tuple[int, ...] = ()
    warn_roles: tuple[str, ...] = ()
    missed_role: str = ""


class LetterSent(Fact, frozen=True, kw_only=True, tag="letter-sent"):
    """发出征求意见书 `on` a day; `pauses`: by the agency's `pause.kinds` the period stands still for it (条例第三十三条第三款).

    `edges`: the agency's `pause.edges`.
    """

    letter: str
    kind: str
    pauses: bool
    edges: str
    basis: Basis


class LetterReceived(Fact, frozen=True, kw_only=True, tag="letter-received"):
    """征求意见书送达 `on` a day: the other side has `respond_working_days` from the day after."""

    letter: str
    respond_working_days: int


class LetterAnswered(Fact, frozen=True, kw_only=True, tag="letter-answered"):
    """收到意见 `on` a day."""

    letter: str


class LetterSilent(Fact, frozen=True, kw_only=True, tag="letter-silent"):
    """期满未答复: noted `on` a day; the other side's period ended on its own last day (C5)."""

    letter: str


class Extended(Fact, frozen=True, kw_only=True, tag="extended"):
    """延期 (条例第三十三条第二款): the applicant was told of it `on` a day."""

    working_days: int
    basis: Basis


class Suspended(Fact, frozen=True, kw_only=True, tag="suspended"):
    """No date stands from `on` a day until the period begins again.

    `kind`: `correction` (条例第三十条), `reassignment` of a void case, `fee`, `reasons`, `no-contact`.
    """

    kind: str
    basis: Basis


class Restarted(Fact, frozen=True, kw_only=True, tag="restarted"):
    """重新起算: what the suspension of this `kind` waited for came; `on` is the new day 0 (C7)."""

    kind: str
    basis: Basis


class Done(Fact, frozen=True, kw_only=True, tag="done"):
    """The act that the clock waits for was done; `within`: one of before day 0 is not the act that is owed."""

    cause: str
    within: bool = False


class DoneBy(Fact, frozen=True, kw_only=True, tag="done-by"):
    """The act was done at the latest `on` a day and in time; its own day is not known."""

    cause: str


class Lapsed(Fact, frozen=True, kw_only=True, tag="lapsed"):
    """Nothing was done, it was said `on` a day; void where it turns out that the act was done."""

    cause: str


class Ended(Fact, frozen=True, kw_only=True, tag="ended"):
    """Nobody waits any more from `on` a day; `within` as of `Done`."""

    cause: str
    within: bool = False


class NotOwed(Fact, frozen=True, kw_only=True, tag="not-owed"):
    """A period that begins after this is not owed, until a case is set aside and assigned anew."""

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
