"""The project's databases and roles on a real PostgreSQL."""

import asyncpg
import pytest

from deploy.databases.databases import create_databases, sign_in_roles
from deploy.place.state import login_roles

pytestmark = pytest.mark.service

PASSWORDS = {role: f"secret-of-{role}" for role in login_roles()}
ALL = ["intake", "review", "deadline", "reporting", "keys"]


@pytest.fixture(autouse=True)
async def created(postgres):
    await create_databases(postgres.dsn(), PASSWORDS)


async def _enter(postgres, role, database, password=None):
    dsn = f"postgresql://{role}:{password or PASSWORDS[role]}@127.0.0.1:{postgres.port}/{database}"
    connection = await asyncpg.connect(dsn)
    await connection.close()


async def test_creation_is_idempotent_and_sets_new_passwords(postgres):
    """A second run creates nothing and lets in who has the new password only."""
    assert await create_databases(postgres.dsn(), {**PASSWORDS, "intake_app": "new"}) == []

    await _enter(postgres, "intake_app", "intake", "new")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await _enter(postgres, "intake_app", "intake")


@pytest.mark.parametrize("role", login_roles())
async def test_role_enters_its_own_database_only(postgres, role):
    """Each role is let into its own database and refused at every other, `postgres` and `template1` too."""
    own = [database for database in ALL if role in sign_in_roles(database)]
    assert len(own) == 1

    await _enter(postgres, role, own[0])

    for other in {*ALL, "postgres", "template1"} - set(own):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _enter(postgres, role, other)


async def test_owner_sees_all_lanes_and_nobody_signs_in_as_it(postgres):
    """The owner of a database passes row security and has no login; the others have a login and no bypass."""
    connection = await asyncpg.connect(postgres.dsn())
    rows = await connection.fetch("SELECT rolname, rolcanlogin, rolbypassrls, rolsuper FROM pg_roles")
    owners = dict(await connection.fetch("SELECT datname, pg_get_userbyid(datdba) FROM pg_database"))
    await connection.close()
    rights = {row["rolname"]: tuple(row)[1:] for row in rows}

    for database in ALL:
        assert owners[database] == f"{database}_owner"
        assert rights[f"{database}_owner"] == (False, True, False)
    for role in login_roles():
        assert rights[role] == (True, False, False)


async def test_key_database_is_for_intake_and_review():
    """Deadline and reporting have no way into the key database."""
    assert sign_in_roles("keys") == ["intake_keys", "review_keys"]
