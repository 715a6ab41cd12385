"""Work for a visitor ends when the visitor leaves."""

import asyncio

import pytest
from starlette.requests import ClientDisconnect, Request

from shared.web.presence import while_present


def request_of(receive):
    return Request({"type": "http", "method": "GET", "path": "/", "headers": []}, receive)


async def never():
    await asyncio.Event().wait()


async def test_result_reaches_a_visitor_who_stays():
    """Who waits gets the result."""
    assert await while_present(request_of(never), asyncio.sleep(0, "done")) == "done"


async def test_work_ends_when_the_visitor_leaves():
    """The connection is closed: the work is cancelled."""
    ended = asyncio.Event()

    async def work():
        try:
            await never()
        finally:
            ended.set()

    async def leave():
        return {"type": "http.disconnect"}

    with pytest.raises(ClientDisconnect):
        await while_present(request_of(leave), work())

    assert ended.is_set()


async def test_fault_of_the_work_is_raised_as_it_is():
    """A refusal of the work is no group of errors."""

    async def work():
        raise LookupError

    with pytest.raises(LookupError):
        await while_present(request_of(never), work())
