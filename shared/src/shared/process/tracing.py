"""Traces from form to projection: an event's correlation id is the id of its trace."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from uuid import UUID

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, TraceFlags, Tracer

from shared.message import Recorded

TRACER = "lantai"
LINKED_ROWS_MAX = 128
"""Rows of a batch whose traces its span links to: as many links as a span keeps by default."""


def provide_tracing(service: str, otlp_endpoint: str | None = None) -> None:
    """Set up spans for this process and send them to `otlp_endpoint`; without one they only give ids to logs and events."""
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    if otlp_endpoint is not None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  # loaded only where it is wanted

        exporter = OTLPSpanExporter(f"{otlp_endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


def current_trace() -> UUID | None:
    """The trace of the request being served, as a correlation id; None outside of one."""
    context = trace.get_current_span().get_span_context()
    return UUID(int=context.trace_id) if context.is_valid else None


@contextmanager
def taking_effect(name: str, rows: Sequence[Recorded]) -> Iterator[None]:
    """Open one span for a batch; it links to the events' traces, so an effect is found from its command.

    A batch that comes from one command is a child of its event, in the command's trace.
    """
    by_trace = {row.correlation_id: row for row in rows[:LINKED_ROWS_MAX]}
    contexts = [_remote(row) for row in by_trace.values()]
    alone = trace.set_span_in_context(NonRecordingSpan(contexts[0])) if len(contexts) == 1 else None
    with _tracer().start_as_current_span(name, alone, links=[Link(context) for context in contexts]):
        yield


@cache
def _tracer() -> Tracer:
    return trace.get_tracer(TRACER)


def _remote(row: Recorded) -> SpanContext:
    return SpanContext(
        trace_id=row.correlation_id.int,
        span_id=row.id.int >> 64,
        is_remote=True,
        trace_flags=TraceFlags(TraceFlags.SAMPLED),
    )
