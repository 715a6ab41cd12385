"""Live figures: a stream speaks when the projections moved, never twice the same, and ends when it should."""

import asyncio
import signal
from datetime import timedelta

import httpx
import pytest
import uvicorn
from starlette.requests import Request

from reporting.web.dashboard.live import Poller, Streams
from shared.command.decider import Refusal
from shared.service.service import StoppableServer
from shared.time.clock import wall_clock
from shared.web.errors.problem import status_of
from shared.web.wiring import web_of
from support.deadline.clocks import AGENCY
from support.directory import close_in_directory, open_in_directory
from support.reporting.play import played

READER = "wu.li"


class Projection:
    """Figures that move when the test says so."""

    def __init__(self) -> None:
        self.position, self.stopping, self.polls = 1, False, 0

    async def seen(self, _agency):
        """How far it has come."""
        self.polls += 1
        return (self.position,)

    async def render(self):
        """What the page shows."""
        return f"<p>{self.position}</p>\n<p>件</p>"

    def streams(self, **bounds):
        """Streams that look often."""
        return Streams(lambda: self.stopping, Poller(self.seen, seconds=0.01), **bounds)


def later(seconds=60.0):
    """A pass that runs out then."""
    end = wall_clock() + timedelta(seconds=seconds)
    return lambda: wall_clock() < end


@pytest.fixture
def projection():
    """Nothing has moved yet."""
    return Projection()


async def test_a_stream_tells_what_stands_and_then_what_moved(projection):
    """First the figures of now, then new ones when the projection moved, and silence in between."""
    events = projection.streams().stream(READER, (AGENCY,), projection.render, later())

    assert (await anext(events)).startswith(b"retry:")
    assert b"<p>1</p>" in await anext(events)
    silence = asyncio.create_task(anext(events))
    await asyncio.sleep(0.05)
    assert not silence.done()
    projection.position = 2
    assert b"<p>2</p>" in await silence
    await events.aclose()


async def test_each_line_of_the_drawing_is_a_line_of_data(projection):
    """A drawing of several lines arrives whole."""
    events = projection.streams().stream(READER, (AGENCY,), projection.render, later())
    await anext(events)

    assert await anext(events) == b"event: figures\ndata: <p>1</p>\ndata: <p>\xe4\xbb\xb6</p>\n\n"
    await events.aclose()


async def test_many_readers_are_one_look(projection):
    """However many listen, the projections are looked at once in a while for all of them, and all hear what moved."""
    streams = projection.streams(limit_per_reader=20)
    events = [streams.stream(READER, (AGENCY,), projection.render, later()) for _ in range(20)]
    for each in events:
        await anext(each)
        await anext(each)
    unchanged = [asyncio.create_task(anext(each)) for each in events]
    before = projection.polls
    await asyncio.sleep(0.05)
    assert 1 <= projection.polls - before <= 6

    projection.position = 2
    assert all([b"<p>2</p>" in await each for each in unchanged])
    for each in events:
        await each.aclose()


async def test_a_look_that_fails_ends_the_streams(projection):
    """When the projections cannot be read, each stream ends and its browser asks again; the next stream polls anew."""
    streams = projection.streams()
    events = streams.stream(READER, (AGENCY,), projection.render, later())
    await anext(events)
    await anext(events)
    readable, streams.poller.poll = streams.poller.poll, None

    with pytest.raises(TypeError):
        await anext(events)
    streams.poller.poll = readable
    again = streams.stream(READER, (AGENCY,), projection.render, later())
    await anext(again)
    assert b"<p>1</p>" in await anext(again)
    await again.aclose()


@pytest.mark.parametrize("end", ["the pass runs out", "its time is over", "the process stops"])
async def test_a_stream_ends(projection, end):
    """By itself, in each of the three ways, without an error, and its place is free again."""
    streams = projection.streams(stream_seconds=0.03 if end == "its time is over" else 60, limit_per_reader=1)
    events = streams.stream(
        READER, (AGENCY,), projection.render, later(0.03 if end == "the pass runs out" else 60)
    )
    await anext(events)
    projection.stopping = end == "the process stops"

    said = [each async for each in events]
    assert len([each for each in said if each.startswith(b"event:")]) <= 1
    streams.admit(READER)


async def test_there_are_never_more_streams_than_the_process_can_bear(projection):
    """Who comes beyond is sent so; a reader who leaves makes room."""
    streams = projection.streams(limit=2)
    events = [streams.stream(READER, (AGENCY,), projection.render, later()) for _ in range(2)]
    for each in events:
        await anext(each)

    with pytest.raises(Refusal) as refused:
        streams.admit("li.na")
    await events[0].aclose()
    streams.admit("li.na")
    await events[1].aclose()

    assert (refused.value.code, status_of(refused.value)) == ("streams-exhausted", 503)


async def test_one_account_never_takes_all_the_places(projection):
    """Its windows have a bound of their own; another account still finds room."""
    streams = projection.streams(limit_per_reader=1)
    events = streams.stream(READER, (AGENCY,), projection.render, later())
    await anext(events)

    with pytest.raises(Refusal):
        streams.admit(READER)
    streams.admit("li.na")
    await events.aclose()


async def test_who_was_admitted_before_the_places_were_taken_comes_later(projection):
    """Two ask at once for the one place: both are admitted, one hears figures, the other when to ask again."""
    streams = projection.streams(limit=1)
    first, second = (streams.stream(who, (AGENCY,), projection.render, later()) for who in (READER, "li.na"))
    await anext(first)

    assert [each async for each in second] == [b"retry: 30000\n\n"]
    await first.aclose()


@pytest.mark.contract
async def test_an_open_stream_does_not_hold_up_the_stop(pages, unused_port):
    """A reader is listening when the process is asked to stop: the stream ends in order, and soon."""
    config = uvicorn.Config(pages.app, port=unused_port, lifespan="off", log_level="error")
    server = StoppableServer(config, pages.runtime)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # the server has a flag, and no event
        await asyncio.sleep(0.01)
    heard = asyncio.create_task(listen(pages, unused_port))
    await asyncio.sleep(0.5)
    for rows in (await (await played()).lanes()).values():
        await pages.fold(rows)
    await asyncio.sleep(1.5)

    # the server raises the signal again in the end, and this one hurts nobody
    server.handle_exit(signal.SIGCHLD, None)
    await asyncio.wait_for(serving, 4)
    text = await asyncio.wait_for(heard, 1)

    assert text.count("event: figures") == 2
    assert "新收" in text


async def listen(pages, port):
    """All that a browser hears until the stream ends."""
    cookies = {"lantai_pass": pages.pass_of("supervisor")}
    async with httpx.AsyncClient(cookies=cookies, timeout=10) as client:
        url = f"http://127.0.0.1:{port}/reporting/{AGENCY}/live"
        async with client.stream("GET", url) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            return "".join([chunk async for chunk in answer.aiter_text()])


@pytest.mark.contract
async def test_a_stream_ends_soon_after_the_account_was_closed(pages, unused_port):
    """Somebody who left hears no further figure: the stream ends once the directory shows the account closed."""
    server = uvicorn.Server(uvicorn.Config(pages.app, port=unused_port, lifespan="off", log_level="error"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # the server has a flag, and no event
        await asyncio.sleep(0.01)
    revoked = web_of(Request({"type": "http", "app": pages.app})).verifier._revoked
    heard = asyncio.create_task(listen(pages, unused_port))
    await asyncio.sleep(1.5)
    assert not heard.done()

    async with pages.runtime.carrier_engine.begin() as connection:
        await open_in_directory(connection, AGENCY, "zhao.min")
        await close_in_directory(connection, "zhao.min")
    await revoked.refresh()

    assert "event: figures" in await asyncio.wait_for(heard, 10)
    server.should_exit = True
    await serving
