"""开户: open an account and grant roles to its person in one commit; the password is stored beside the log."""

from asyncio import to_thread
from collections.abc import Callable

from argon2 import PasswordHasher

from intake.account import rules
from intake.account.commands import OpenStaffAccount
from intake.account.handlers import account_decider, account_stream
from intake.person.commands import GrantRoles, sections_in
from intake.person.handlers import person_decider, person_stream
from intake.section.handlers import open_sections
from intake.storage import Credential, SignInStore
from shared.command.decider import Refusal
from shared.command.execute import commit_with_retry, state_after
from shared.eventlog.store import Change, Commit, EventStore, Guard, Receipt
from shared.time.clock import wall_clock


def hash_chosen(password: str) -> str:
    """Hash a password that a person chose: to try one guess takes a quarter of a second."""
    return PasswordHasher().hash(password)


def hash_random(password: str) -> str:
    """Hash a password that was drawn from 2^64 or more: nobody guesses it, so a try need not be slow."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


async def open_account(
    store: EventStore,
    sign_in: SignInStore,
    opening: OpenStaffAccount,
    granting: GrantRoles,
    password: str,
    hashing: Callable[[str], str] = hash_chosen,
) -> Receipt:
    """Open an account and set its password. A repetition with the same command id only sets the password again.

    `granting` are the roles of a new person, or further roles of an existing one. The hash tells how it is checked.
    Raises `Refusal` for an invalid account or role, a section that is not open, a short or common password, and a login
    of another agency.
    """
    held = await sign_in.credential(opening.login)
    if held is not None and held.agency != opening.origin.agency:
        raise Refusal("login-taken", "这个登录名已经用过，不能再次开户。请换一个登录名。")
    await to_thread(rules.require_good_password, password, opening.login)
    done = await commit_with_retry(store, opening.origin, lambda: _opened(store, opening, granting))
    hashed = await to_thread(hashing, password)
    await sign_in.set_credential(Credential(opening.login, opening.origin.agency, hashed), wall_clock())
    return done


async def _opened(store: EventStore, opening: OpenStaffAccount, granting: GrantRoles) -> Commit:
    agency, origin = opening.origin.agency, opening.origin
    account, person = account_stream(opening.login), person_stream(opening.person)
    account_rows, person_rows = await store.load(agency, account), await store.load(agency, person)
    opened = account_decider.decide(state_after(account_decider, account_rows), opening)
    granted = person_decider.decide(state_after(person_decider, person_rows), granting)
    guards = await open_sections(store, agency, sections_in(granting))
    changes = [Change(account, len(account_rows), tuple(opened))]
    if not granted:
        return Commit(origin, tuple(changes), guards=(*guards, Guard(person, len(person_rows))))
    return Commit(origin, (*changes, Change(person, len(person_rows), tuple(granted))), guards=guards)
