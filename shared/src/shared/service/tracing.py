"""One trace from form to projection: the correlation id of an event is the id of the trace that it belongs to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

from shared.message import Recorded

TRACER = "lantai"


def provide_tracing(service: str, *processors: SpanProcessor) -> None:
    """Make spans of this process; without a processor they only lend their ids to logs and events."""
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    for processor in processors:
        provider.add_span_processor(processor)
    trace.set_tracer_provider(provider)


def current_trace() -> UUID | None:
    """The trace of the request being served, as a correlation id; None outside of one."""
    context = trace.get_current_span().get_span_context()
    return UUID(int=context.trace_id) if context.is_valid else None


@contextmanager
def taking_effect(name: str, rows: Sequence[Recorded]) -> Iterator[None]:
    """A span for each trace that `rows` belong to, as a child of the event: the effect shows in the wish's trace."""
    tracer = trace.get_tracer(TRACER)
    by_trace = {row.correlation_id: row for row in rows}
    spans = [tracer.start_span(name, trace.set_span_in_context(_remote(row))) for row in by_trace.values()]
    try:
        yield
    finally:
        for span in spans:
            span.end()


def _remote(row: Recorded) -> NonRecordingSpan:
    context = SpanContext(
        trace_id=row.correlation_id.int,
        span_id=row.id.int >> 64,
        is_remote=True,
        trace_flags=TraceFlags(TraceFlags.SAMPLED),
    )
    return NonRecordingSpan(context)
