"""Signing in: a password gives a session of eight hours, a session gives a pass of fifteen minutes.

All services verify the pass.
"""

import secrets
from asyncio import to_thread
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Final, Protocol

from anyio import CapacityLimiter
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from intake.attempts import Attempts, network_of
from intake.storage import Credential, Session
from shared.command.decider import Full, NotYours, TooOften
from shared.process.audit import audit
from shared.web.access.staff_pass import HeldRole, Pass, PassSigner

SESSION_HOURS: Final = 8
PASS_MINUTES: Final = 15
HASHED_AT_ONCE: Final = 2
BUSY_SECONDS: Final = 5
WAITING_MAX: Final = 64
WAITING_OF_NETWORK_MAX: Final = 24
"""A hash takes some tens of milliseconds and 64 MiB: more attempts wait for their turn, and what comes when so many wait is refused."""


@dataclass(frozen=True, slots=True)
class Account:
    """An open account, its person, and the roles and agencies of that person today."""

    login: str
    person: str
    name: str
    agencies: tuple[str, ...]
    held: tuple[HeldRole, ...]


class CredentialStore(Protocol):
    """Port: keeps credentials and sessions. `intake.storage.SignInStore` implements it."""

    async def credential(self, login: str) -> Credential | None:
        """The credential of a login; None when there is none."""
        ...

    async def begin(self, id_hash: bytes, session: Session, at: datetime) -> None:
        """Keep a new session."""
        ...

    async def session(self, id_hash: bytes, at: datetime) -> Session | None:
        """The session if it has neither ended by `at` nor been revoked; else None."""
        ...

    async def end(self, login: str) -> None:
        """Revoke every session of a login."""
        ...


FindAccount = Callable[[str, str], Awaitable[Account | None]]
"""(agency, login) → the account if it is open and its person holds a role today."""

Shows = Callable[[str], Awaitable[bool]]
"""Wait a moment until accounts show every event that the agency has now; whether they do."""


class SignIn:
    """Checks passwords, in the same time whether or not the login exists, and issues passes."""

    def __init__(
        self,
        credentials: CredentialStore,
        find: FindAccount,
        shows: Shows,
        signer: PassSigner,
        attempts: Attempts,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._credentials = credentials
        self._find = find
        self._shows = shows
        self._signer = signer
        self._hasher = hasher or PasswordHasher()
        self._attempts = attempts
        self._turns = CapacityLimiter(HASHED_AT_ONCE)
        self._waiting = Counter[str]()

    async def enter(self, login: str, password: str, address: str, at: datetime) -> str:
        """Begin a session and return its token.

        Raises `NotYours` for a wrong login or password, `TooOften` after too many failures, `Full` when too many wait, or
        when the account may have been opened a moment ago and does not show yet.
        """
        credential = await self.check(login, password, address)
        if credential is None:
            raise NotYours(
                "sign-in-wrong", "登录名或者密码不对，或者账号已经停用。请核对后重新输入。", field="login"
            )
        audit("sign-in.done", account=login, agency=credential.agency)
        return await self.begin(credential, at)

    async def begin(self, credential: Credential, at: datetime) -> str:
        """Begin a session of somebody whose password was checked, and return its token."""
        token = secrets.token_urlsafe(32)
        session = Session(credential.login, credential.agency, at + timedelta(hours=SESSION_HOURS))
        await self._credentials.begin(_hash(token), session, at)
        return token

    async def check(self, login: str, password: str, address: str) -> Credential | None:
        """The credential of an open account if the password is its own, else None. A failure is counted.

        Raises `TooOften` after too many failures, `Full` when too many wait. The audit names no login that does not exist: it
        may be a password typed into the wrong box.
        """
        try:
            await self._attempts.delay_or_refuse(login, address)
            async with self._turn(network_of(address)):
                return await self._checked(login, password, address)
        except (TooOften, Full) as refusal:
            audit("sign-in.refused", code=refusal.code)
            raise

    async def hash(self, password: str, address: str) -> str:
        """The hash of a new password, in a turn like every hash. Raises `Full` when too many wait."""
        async with self._turn(network_of(address)):
            return await to_thread(self._hasher.hash, password)

    @asynccontextmanager
    async def _turn(self, network: str) -> AsyncIterator[None]:
        """Wait for a turn to hash. Raises `Full` when too many wait, in all or from one network."""
        waiting = self._turns.statistics().tasks_waiting
        if waiting >= WAITING_MAX or self._waiting[network] >= WAITING_OF_NETWORK_MAX:
            raise Full(
                "sign-in-busy",
                "现在登录的人太多。请过几秒再试。",
                field="login",
                retry_after_seconds=BUSY_SECONDS,
            )
        self._waiting[network] += 1
        try:
            async with self._turns:
                yield
        finally:
            self._waiting[network] -= 1
            self._waiting += Counter()  # forget networks from which nobody waits

    async def _checked(self, login: str, password: str, address: str) -> Credential | None:
        """The credential, if the password is right and the account open. Every failure is counted before the next turn.

        Attempts that waited are refused without a hash once the failures before them are too many.
        """
        self._attempts.refuse_if_blocked(login, address)
        credential = await self._credentials.credential(login)
        right = await to_thread(self._verify, credential.argon2 if credential else self._nobody, password)
        account = await self._present(credential) if credential and right else None
        self._attempts.refuse_if_blocked(login, address)
        if account is None:
            self._attempts.count_failure(login, address)
            audit("sign-in.refused", code="sign-in-wrong", **({"account": login} if credential else {}))
            return None
        return credential

    async def _present(self, credential: Credential) -> Account | None:
        """The account as its agency's log has it now: it may have been opened, closed or given a role a moment ago."""
        shown = await self._shows(credential.agency)
        account = await self._find(credential.agency, credential.login)
        if account is None and not shown:
            raise Full("sign-in-behind", "账号的最新变动还没有生效。请过几秒后再登录一次。", field="login")
        return account

    async def issue(self, token: str, at: datetime) -> tuple[Pass, str] | None:
        """The claims and the cookie value of a new pass; None when the session has ended or the account is closed."""
        session = await self._credentials.session(_hash(token), at)
        account = await self._find(session.agency, session.login) if session else None
        if session is None or account is None:
            return None
        claims = Pass(
            account=account.login,
            person=account.person,
            name=account.name,
            agencies=account.agencies,
            held=account.held,
            csrf=sha256(b"csrf\n" + token.encode()).hexdigest(),
            issued_at=at,
            expires_at=min(at + timedelta(minutes=PASS_MINUTES), session.expires_at),
        )
        return claims, self._signer.issue(claims)

    async def leave(self, login: str) -> None:
        """End every session of the account."""
        await self._credentials.end(login)

    def _verify(self, argon2: str, password: str) -> bool:
        try:
            return self._hasher.verify(argon2, password)
        except (VerificationError, InvalidHashError):
            return False

    @cached_property
    def _nobody(self) -> str:
        """The hash of a random password, so that checking an unknown login takes as long as checking a known one."""
        return self._hasher.hash(secrets.token_urlsafe(32))


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
