"""Structured logs: JSON lines with trace and span; possible personal data is masked."""

import logging
import re
import sys
from typing import Any

import structlog
from opentelemetry import trace

LONG_DIGITS = re.compile(r"\d{6,}")
"""Matches identity and telephone numbers: at least six digits in a row. Our own ids are hexadecimal or shorter."""


def configure(service: str, *, json: bool) -> None:
    """Set structlog up for a process; called once, by the composition root."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    render: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _with_trace,
            _masked,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)


def logger() -> structlog.typing.FilteringBoundLogger:
    """The logger."""
    found: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return found


def _with_trace(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = format(context.trace_id, "032x")
        event["span_id"] = format(context.span_id, "016x")
    return event


def _masked(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for key, value in event.items():
        if isinstance(value, str) and key not in ("trace_id", "span_id", "timestamp"):
            event[key] = LONG_DIGITS.sub("***", value)
    return event
