"""What any service may write at the head of its lane."""

from typing import ClassVar

from shared.message import Event


class ExerciseDeclared(Event, frozen=True, kw_only=True):
    """演练: all that follows in this lane is an exercise; each page says so."""

    service: ClassVar[str] = "any"
