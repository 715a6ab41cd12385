"""Events that any service may write at the beginning of its lane."""

from typing import ClassVar

from shared.message import Event


class ExerciseDeclared(Event, frozen=True, kw_only=True):
    """演练: the set-up declared that all events of this lane belong to an exercise. Every page says so."""

    service: ClassVar[str] = "any"
