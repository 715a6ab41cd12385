"""Traces from form to projection: an event's correlation id is the id of its trace."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

from shared.message import Recorded

TRACER = "lantai"


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
    """Open a span for each trace of `rows`, as a child of the event, so the effect is in the trace of the command."""
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
