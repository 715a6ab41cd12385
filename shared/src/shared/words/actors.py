"""The names of acting staff for readers."""

from collections.abc import Mapping

from shared.message import NOBODY, Actor


def actor_name(actor: Actor, names: Mapping[str, str]) -> str:
    """The person's name, for an acting holder with the represented person: 蒙晓东（代王录山）. `names`: by person."""
    name = names.get(actor.id, actor.id)
    if actor.acting_for == NOBODY:
        return name
    return f"{name}（代{names.get(actor.acting_for, actor.acting_for)}）"
