"""The composition root of review: which books, which reaction, which pages."""

from review.handlers import Office
from review.projections import BOOKS
from review.reactions import reactions
from review.web import staff
from shared.service.runtime import Runtime
from shared.service.service import Rooms
from shared.web.pages.own_style import own_style


def rooms(runtime: Runtime) -> Rooms:
    """What review is made of. Raises `RuntimeError` without a key database: it could read nothing that was asked."""
    if runtime.vault is None:
        raise RuntimeError("review needs LANTAI_KEYS_DSN and the secrets of its scopes")
    office = Office(store=runtime.store, vault=runtime.vault, policy_of=runtime.policy)
    return Rooms(
        books=BOOKS,
        reactions=reactions(runtime.policy),
        routers=(own_style("review"), staff.routes(runtime, office)),
    )
