"""任岗、离岗 by login. Roles belong to the person who signs in by the login."""

from datetime import date

from intake.account.handlers import account_decider, account_stream
from intake.account.state import Closed, NoAccount, Open
from intake.person.commands import EndRole, GrantRoles, RequestedRole
from intake.person.handlers import end_role, person_decider, person_stream
from intake.section.handlers import open_sections
from shared.command.decider import NotFound
from shared.command.execute import commit_with_retry, state_after
from shared.eventlog.store import Change, Commit, EventStore, Receipt
from shared.message import Origin
from shared.policy.roles import Roles


async def person_behind(store: EventStore, agency: str, login: str) -> str:
    """The person who signs in by `login`. Raises `Refusal` when the account does not exist or is closed."""
    account = state_after(account_decider, await store.load(agency, account_stream(login)))
    match account:
        case Open(person=person):
            return person
        case NoAccount() | Closed():
            raise NotFound("account-unknown", f"没有在用的账号 {login}。请核对登录名。")


async def grant_role(
    store: EventStore, origin: Origin, login: str, requested: RequestedRole, offered: Roles
) -> Receipt:
    """任岗: grant a role to the person behind `login`, for open sections only. Raises `Refusal`."""

    async def attempt() -> Commit:
        person = await person_behind(store, origin.agency, login)
        rows = await store.load(origin.agency, person_stream(person))
        command = GrantRoles(origin=origin, person=person, requested_roles=(requested,), offered=offered)
        events = tuple(person_decider.decide(state_after(person_decider, rows), command))
        guards = await open_sections(store, origin.agency, requested.sections)
        return Commit(origin, (Change(person_stream(person), len(rows), events),), guards=guards)

    return await commit_with_retry(store, origin, attempt)


async def end_role_of(store: EventStore, origin: Origin, login: str, grant: int, ended_on: date) -> Receipt:
    """离岗: end grant number `grant` of the person behind `login`. Raises `Refusal`."""
    person = await person_behind(store, origin.agency, login)
    return await end_role(store, EndRole(origin=origin, person=person, grant=grant, ended_on=ended_on))
