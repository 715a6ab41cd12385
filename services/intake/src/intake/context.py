"""The context of intake's pages: the dependencies of their commands, sign-in, tickets, and parts of the runtime."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from intake.acts.passwords import Passwords
from intake.attempts import SIGN_IN, TRACKING, Attempts
from intake.filings import Filings
from intake.register.numbers import NumberPools
from intake.request.handlers.dependencies import Dependencies
from intake.request.handlers.papers import Papers
from intake.sign_in import Account, SignIn
from intake.storage import SignInStore
from intake.tickets import TicketIssuer
from shared.files.blobs import BlobFolder, Blobs
from shared.message import NOBODY, Actor, Origin
from shared.papers.renderer import Renderer, WorkerRenderer
from shared.policy import Policy
from shared.process.settings import secret_bytes
from shared.process.tracing import current_trace
from shared.service.runtime import Runtime
from shared.staff.directory import account_of, roles_of, sections_of
from shared.staff.sections import Sections
from shared.time.clock import Clock, legal_day
from shared.web.access.origins import staff_origin
from shared.web.access.staff_pass import HeldRole, Pass, PassSigner

PUBLIC_COMMANDS: Final = UUID("b5f1c0de-2a64-5c3b-9e0f-7d1a4c8e6f23")
"""Namespace of the command ids of the public."""
TEMPLATES: Final = ("intake.request.papers",)
"""The packages with intake's own templates of papers."""


class Misconfigured(Exception):
    """A required setting is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """Everything that intake's pages use. `renderer` is for what visitors print, `papers` has its own."""

    deps: Dependencies
    clock: Clock
    blobs: Blobs
    renderer: Renderer
    papers: Papers
    reading: Callable[[str], AbstractAsyncContextManager[AsyncConnection]]
    caught_up: Callable[[str, int], Awaitable[bool]]
    sign_in: SignIn
    passwords: Passwords
    tickets: TicketIssuer
    attempts: Attempts
    filings: Filings

    async def policy(self, agency: str) -> Policy:
        """The agency's policy of today."""
        return self.deps.policy_of(agency, legal_day(await self.clock.now()))

    async def by_public(self, agency: str, command_id: UUID, way: str = "web") -> Origin:
        """The origin of an applicant's command. It names no person; `way` is `web` or `api`.

        `command_id` comes from outside, so it is mapped into the namespace of the public. Otherwise a visitor could send
        the id of a derived command (a set-up, a reaction), and that command would then count as done.
        """
        command, at = uuid5(PUBLIC_COMMANDS, str(command_id)), await self.clock.now()
        return Origin.first(agency, Actor(kind="applicant", id=way), at, command, current_trace())

    async def by_staff(self, agency: str, held: Pass, role: str, command_id: UUID) -> Origin:
        """The origin of a staff member's command in `role`; the route has checked that the pass holds this role."""
        return staff_origin(agency, held, role, await self.clock.now(), command_id)


def page_context(runtime: Runtime) -> PageContext:
    """Build the page context from the runtime. Raises `Misconfigured` when a setting is missing."""
    settings = runtime.settings
    if runtime.vault is None or settings.pass_private_key is None or settings.blob_folder is None:
        raise Misconfigured("intake needs keys_dsn, vault secrets, pass_private_key and blob_folder")
    key = Ed25519PrivateKey.from_private_bytes(secret_bytes(settings.pass_private_key))
    blobs, stored = BlobFolder(settings.blob_folder), SignInStore(runtime.app_engine)
    sign_in = SignIn(stored, _finder(runtime), runtime.shows_present, PassSigner(key), Attempts(SIGN_IN))
    return PageContext(
        deps=Dependencies(
            store=runtime.store,
            vault=runtime.vault,
            policy_of=runtime.policy,
            number_pools=NumberPools(runtime.store),
        ),
        clock=runtime.clock,
        blobs=blobs,
        renderer=WorkerRenderer(TEMPLATES),
        papers=Papers(renderer=WorkerRenderer(TEMPLATES), blobs=blobs, exercise=runtime.exercise),
        reading=runtime.reading,
        caught_up=runtime.caught_up,
        sign_in=sign_in,
        passwords=Passwords(store=runtime.store, stored=stored, sign_in=sign_in),
        tickets=TicketIssuer(key),
        attempts=Attempts(TRACKING),
        filings=Filings(settings.filings_per_address_hour, settings.filings_per_agency_hour),
    )


def _finder(runtime: Runtime) -> Callable[[str, str], Awaitable[Account | None]]:
    """Returns a function that finds an open account with its roles of today (an exercise moves today)."""

    async def find(agency: str, login: str) -> Account | None:
        today = legal_day(await runtime.clock.now())
        async with runtime.reading(agency) as connection:
            row = await account_of(connection, agency, login)
            if row is None or row["revoked_at"] is not None:
                return None
            grants = await roles_of(connection, agency, person=row["person"], on=today)
            sections = await sections_of(connection, agency)
        held = tuple(_held(grant, sections, today) for grant in grants)
        return _account(agency, row, grants, held) if grants else None

    return find


def _account(
    agency: str, row: RowMapping, grants: Sequence[RowMapping], held: tuple[HeldRole, ...]
) -> Account:
    agencies = dict.fromkeys(each for grant in grants for each in grant["agencies"] or (agency,))
    return Account(row["login"], row["person"], row["name"], tuple(agencies), held)


def _held(grant: RowMapping, sections: Sections, today: date) -> HeldRole:
    """A role held today. The head of a section also heads the sections that were merged into it."""
    return HeldRole(
        role=grant["role"],
        sections=sections.with_merged(grant["sections"], today),
        acting_for=grant["acting_for"] or NOBODY,
    )
