"""Spans of effects: one a batch, found from the command whose events are in it."""

from uuid import uuid4

import msgspec
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared.eventlog.memory import MemoryStore
from shared.process import tracing
from support.servers.carrier import write

pytestmark = pytest.mark.unit


@pytest.fixture
def spans(monkeypatch):
    """The spans that ended."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_tracer", lambda: provider.get_tracer("test"))
    return exporter.get_finished_spans


@pytest.fixture
async def rows():
    """Three events of three commands."""
    log = MemoryStore("intake")
    await write(log, "qionghai", 3)
    found = await log.read("qionghai", 0, 3)
    return [msgspec.structs.replace(row, correlation_id=uuid4()) for row in found]


async def test_batch_has_one_span_that_links_to_each_command(spans, rows):
    """However many events a batch holds, it costs one span, and each command's trace leads to it."""
    with tracing.taking_effect("fold docket", rows):
        pass

    (span,) = spans()
    assert [link.context.trace_id for link in span.links] == [row.correlation_id.int for row in rows]


async def test_effect_of_one_command_is_in_its_trace(spans, rows):
    """The usual case, one command after another: the effect is a child of the event."""
    with tracing.taking_effect("fold docket", rows[:1]):
        pass

    (span,) = spans()
    assert span.context.trace_id == rows[0].correlation_id.int
    assert span.parent.span_id == rows[0].id.int >> 64
