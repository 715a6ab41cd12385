"""Checks how far an agency's text departs from the national one, rule by rule; pure.

`holds` says whether a local value stands by itself; `mend` gives what applies where it does not.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import msgspec

from shared.policy.pack import Entry, FloorRule
from shared.policy.values import Field


def holds(floor: Entry, local: Any) -> bool:
    """Whether a local value does not fall below the floor; a key without a national value has none."""
    return not floor.given or mend(floor, local) == local


def mend(floor: Entry, local: Any) -> Any:
    """Give the local value, changed only as far as the floor demands.

    A single value below the floor is replaced by the floor's. A list keeps its own elements, gains those that the floor
    requires and loses those that it does not allow.
    """
    return _MEND[floor.floor or "fixed"](floor, local)


def identity(element: Any) -> Any:
    """Give an element's identity: its id, or the element itself."""
    return getattr(element, "id", element)


def identities(elements: Iterable[Any]) -> set[Any]:
    """Give the ids of a list, including the ids that its form fields cover."""
    found = {identity(element) for element in elements}
    return found | {element.covers for element in elements if isinstance(element, Field) and element.covers}


def added(floor: Entry, local: Any) -> tuple[Any, ...]:
    """Give the elements that the floor adds to a local list; nothing for a single value."""
    if floor.floor not in {"superset", "form"} or not floor.given:
        return ()
    present = identities(local)
    return tuple(element for element in floor.value if identity(element) not in present)


def _completed(floor: tuple[Any, ...], local: tuple[Any, ...]) -> tuple[Any, ...]:
    present = identities(local)
    return (*local, *(element for element in floor if identity(element) not in present))


def _relaxed(floor: tuple[Field, ...], local: tuple[Field, ...]) -> tuple[Field, ...]:
    """Require exactly the boxes of 条例第二十九条.

    A box beyond the floor may be on the form, but an empty one is no ground for 补正; a box that the floor
    requires is required.
    """
    required = {field.id for field in floor if field.required}
    return tuple(
        msgspec.structs.replace(field, required=bool({field.id, field.covers} & required)) for field in local
    )


def _within(floor: tuple[Any, ...], local: tuple[Any, ...]) -> tuple[Any, ...]:
    allowed = identities(floor)
    return tuple(element for element in local if identity(element) in allowed)


# One line for each floor rule; a test checks that the table is complete.
_MEND: Final[Mapping[FloorRule, Callable[[Entry, Any], Any]]] = {
    "at-most": lambda floor, local: min(local, floor.value),
    "at-least": lambda floor, local: max(local, floor.value),
    "fixed": lambda floor, _: floor.value,
    "one-of": lambda floor, local: local if local in floor.allowed else floor.value,
    "subset": lambda floor, local: _within(floor.value, local),
    "superset": lambda floor, local: _completed(floor.value, local),
    "form": lambda floor, local: _completed(floor.value, _relaxed(floor.value, local)),
    "local": lambda _, local: local,
}
