"""Structured logs: JSON lines with trace, span and the ids of the request; possible personal data is masked.

A log that cannot be written, as on a full disk, loses lines and stops nothing.
"""

import logging
import re
import sys
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog
from opentelemetry import trace

IDS = frozenset({"trace_id", "span_id", "timestamp", "incident", "request_id"})
"""Hexadecimal ids of our own, and the time: they stand as they are, because people search for them."""
LONG_DIGITS = re.compile(r"\d{6,}")
"""Matches identity and telephone numbers: at least six digits in a row."""


class Unfailing:
    """A stream that drops what it cannot write: nothing may stop because it cannot be logged."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write, if it can be written."""
        with suppress(OSError, ValueError):  # ValueError: the stream is closed
            self._stream.write(text)

    def flush(self) -> None:
        """Flush, if it can be flushed."""
        with suppress(OSError, ValueError):
            self._stream.flush()


def configure(service: str, *, json: bool) -> None:
    """Set structlog up for a process; called once, by the composition root."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    structlog.configure(
        processors=processors(json=json),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", Unfailing(sys.stdout))),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)


def processors(*, json: bool) -> list[structlog.typing.Processor]:
    """The steps from an event to its line."""
    render: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if json else structlog.dev.ConsoleRenderer()
    )
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _with_trace,
        _masked,
        render,
    ]


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
        if isinstance(value, str) and key not in IDS:
            event[key] = LONG_DIGITS.sub("***", value)
    return event
