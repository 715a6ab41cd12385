"""Traces leave the process only where a setting says so."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from opentelemetry import trace

from shared.process.tracing import provide_tracing

pytestmark = pytest.mark.unit


@pytest.fixture
def provided(monkeypatch):
    """The provider that is set up, kept from the rest of the tests."""
    found = []
    monkeypatch.setattr(trace, "set_tracer_provider", found.append)
    return found


@pytest.fixture
def collector():
    """A collector of traces: its url, and the paths that were posted to."""

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            server.paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Collector)
    server.paths, server.url = [], f"http://127.0.0.1:{server.server_port}"
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield server
    server.shutdown()
    serving.join()
    server.server_close()


def test_without_an_endpoint_nothing_is_sent(provided):
    """Spans only give ids to logs and events."""
    provide_tracing("intake")

    assert provided[0]._active_span_processor._span_processors == ()


def test_endpoint_receives_the_spans(provided, collector):
    """A finished span is posted to the collector's /v1/traces."""
    provide_tracing("intake", collector.url)
    provided[0].get_tracer("test").start_span("request").end()

    assert provided[0].force_flush()
    assert collector.paths == ["/v1/traces"]
    provided[0].shutdown()
