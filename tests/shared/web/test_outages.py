"""What a page and a program are told while the database is away."""

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.store import StoreUnavailable, VersionConflict
from shared.web.errors import add_error_handlers


class StartingUp(asyncpg.CannotConnectNowError):
    """As the driver says it."""


@pytest.mark.parametrize(
    "error",
    [
        StoreUnavailable("gone"),
        VersionConflict("request/1"),
        PoolTimeout("no connection is free"),
        ConnectionRefusedError(111, "refused"),
        DBAPIError("select 1", {}, StartingUp("the database system is starting up")),
    ],
)
async def test_outage_is_no_mistake_of_ours(error):
    """A database that is away, or a stream that everybody wants, is 503 with a time to come back."""
    app = FastAPI()
    add_error_handlers(app)

    @app.get("/api/fail")
    async def fail():
        raise error

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        answer = await client.get("/api/fail")

    assert (answer.status_code, answer.json()["code"]) == (503, "temporarily-unavailable")
    assert answer.headers["retry-after"] == "5"
