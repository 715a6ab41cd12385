"""Documents are rendered in processes of their own, within a limit."""

import asyncio

import pytest

from shared.command.decider import Full
from shared.papers import renderer as under_test
from shared.papers.renderer import DocumentTooSlow, WorkerRenderer

UNDRAWABLE = "".join(chr(0x20000 + 37 * n) for n in range(2000))
"""Two thousand different characters of which the free faces draw almost none."""


def first_pages(text, pages_in):
    return "".join(pages_in(text))


async def test_worker_renders_the_same_bytes(press, reply):
    """A process gives the bytes that the press gives, so that an audit can compare hashes."""
    rendered = await WorkerRenderer(()).render(reply.document())

    assert rendered == press.render(reply.document())


def test_undrawable_text_is_set_once(press, reply_to, monkeypatch):
    """Whatever an applicant types, the page is compiled once: characters without a glyph are known before."""
    compiled = []
    compile_ = press._compile
    monkeypatch.setattr(press, "_compile", lambda *told: compiled.append(1) or compile_(*told))

    rendered = press.render(reply_to(content=UNDRAWABLE).document())

    assert len(compiled) == 1
    assert rendered.pages > 5


async def test_slow_document_is_ended_and_the_next_is_rendered(reply, monkeypatch):
    """A document over the limit is given up with its process; the one behind it comes out."""
    one = WorkerRenderer(())
    monkeypatch.setattr(under_test, "LIMIT_SECONDS", 0)

    with pytest.raises(DocumentTooSlow):
        await one.render(reply.document())
    monkeypatch.undo()

    assert (await one.render(reply.document())).pages


async def test_nobody_waits_for_it_any_more(reply, reply_to):
    """A visitor who leaves frees the place at once."""
    one = WorkerRenderer(())
    left = asyncio.create_task(one.render(reply_to(content="统计" * 50_000).document()))
    await asyncio.sleep(0)
    left.cancel()

    assert (await one.render(reply.document())).pages
    with pytest.raises(asyncio.CancelledError):
        await left


async def test_long_queue_is_refused(reply):
    """Who comes when too many wait is told so at once, and loses nothing."""
    one = WorkerRenderer((), waiting_max=1)
    waiting = [asyncio.create_task(one.render(reply.document())) for _ in range(2)]
    while not one._turn.statistics().tasks_waiting:
        await asyncio.sleep(0)

    with pytest.raises(Full) as refusal:
        await one.render(reply.document())

    assert refusal.value.code == "papers-busy"
    assert all(each.pages for each in await asyncio.gather(*waiting))
