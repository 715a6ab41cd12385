"""What a page and a program are told while the database is away."""

import asyncio

import asyncpg
import httpx
import pytest
from fastapi import FastAPI, Request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.eventlog.store import StoreUnavailable, VersionConflict
from shared.web.errors.handlers import add_error_handlers
from shared.web.middleware import BodyLimit


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


async def test_who_sends_too_slowly_is_told_so():
    """A form that is not there in time is refused; a stream that waits for its reader to leave is not timed."""
    app = FastAPI()
    add_error_handlers(app)
    app.add_middleware(BodyLimit, limit_bytes=1024, seconds=0.05)

    @app.post("/api/form")
    async def form(request: Request):
        await request.form()

    @app.get("/api/stream")
    async def stream(request: Request):
        while (await request.receive())["more_body"]:
            pass
        left, _ = await asyncio.wait([asyncio.create_task(request.receive())], timeout=0.2)
        return {"left": bool(left)}

    async def slowly():
        yield b"a="
        await asyncio.sleep(5)

    headers = {"content-type": "application/x-www-form-urlencoded"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        answer = await client.post("/api/form", content=slowly(), headers=headers)
        watched = await client.get("/api/stream")

    assert watched.json() == {"left": False}
    assert (answer.status_code, answer.json()["code"]) == (408, "form-too-slow")


async def test_who_leaves_while_sending_is_no_mistake_of_ours(capsys):
    """A form whose sender has gone before its end does nothing, and no fault is logged for it."""
    app = FastAPI()
    add_error_handlers(app)

    @app.post("/form")
    async def form(request: Request):
        await request.form()

    async def gone():
        return {"type": "http.disconnect"}

    heard = []

    async def hear(message):
        heard.append(message)

    kind = (b"content-type", b"application/x-www-form-urlencoded")
    scope = {"type": "http", "method": "POST", "path": "/form", "query_string": b"", "headers": [kind]}
    await app(scope, gone, hear)

    assert heard[0]["status"] == 400
    assert "page failed" not in capsys.readouterr().out
