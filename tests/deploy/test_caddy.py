"""The gateway before services that answer with what they were asked."""

import json
import os
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from deploy.servers.binaries import program
from deploy.servers.caddy import TEMPLATES, CaddyServer
from deploy.servers.ports import free_ports
from deploy.topology import SERVICES

pytestmark = pytest.mark.service

DOWN = "deadline"


class Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        self._answer("")

    def do_POST(self):
        self._answer(str(len(self.rfile.read(int(self.headers["Content-Length"] or 0)))))

    def _answer(self, text):
        self.send_response(200)
        self.send_header("X-Served-By", str(self.server.server_port))
        self.send_header("X-Request-Id-Seen", self.headers["X-Request-Id"])
        self.send_header("X-Visitor", self.headers["X-Forwarded-For"])
        self.send_header("X-Scheme", self.headers["X-Forwarded-Proto"])
        self.send_header("X-Trace", str(self.headers["traceparent"]))
        self.send_header("X-Baggage", str(self.headers["baggage"]))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        """The test needs no log."""


@pytest.fixture(scope="module")
def gateway(server_folder):
    """A gateway whose services all answer, but for one that is down."""
    ports = free_ports(dict.fromkeys(("portal", *SERVICES), 0))
    services = [ThreadingHTTPServer(("127.0.0.1", ports[one]), Echo) for one in SERVICES if one != DOWN]
    for service in services:
        threading.Thread(target=service.serve_forever, daemon=True).start()
    caddy = CaddyServer(server_folder / "caddy", ports)
    caddy.start()
    caddy.ports = ports
    yield caddy
    caddy.stop()
    for service in services:
        service.shutdown()
        service.server_close()


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/", "intake"),
        ("/qionghai/apply", "intake"),
        ("/static/site.css", "intake"),
        ("/reviewer", "intake"),
        ("/review", "review"),
        ("/review/qionghai/cases?x=1", "review"),
        ("/reporting/ledger", "reporting"),
    ],
)
def test_path_leads_to_its_service(gateway, path, service):
    """Each path reaches the one service that serves it."""
    answer = httpx.get(gateway.url + path)

    assert answer.headers["X-Served-By"] == str(gateway.ports[service])


def test_request_gets_a_number_that_nobody_can_choose(gateway):
    """The request id is made here, told to the service and to the client; a sent one is ignored."""
    answer = httpx.get(gateway.url, headers={"X-Request-Id": "chosen"})

    assert answer.headers["X-Request-Id"] == answer.headers["X-Request-Id-Seen"] != "chosen"


def test_service_that_is_down_gives_a_page_that_says_nothing_is_lost(gateway):
    """A dead service becomes a 503 with a Chinese page that asks to try again."""
    answer = httpx.get(f"{gateway.url}/deadline/clocks", timeout=10)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "不会丢失" in answer.text
    assert '<html lang="zh-CN">' in answer.text


def test_large_body_is_refused(gateway):
    """One megabyte is the most that a request carries; more is refused with a sentence."""
    assert httpx.post(gateway.url, content=b"x" * 900_000).text == "900000"

    refused = httpx.post(gateway.url, content=b"x" * 1_100_000)

    assert refused.status_code == 413
    assert "1 MB" in refused.text


SENT = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "https"}
"""What a TLS proxy adds for a visitor at 198.51.100.7 who wrote another address into the header himself."""


def test_nobody_s_word_on_who_asks_is_taken_unasked(gateway):
    """Without a setting the visitor is who connects, whatever the header says."""
    answer = httpx.get(gateway.url, headers=SENT)

    assert (answer.headers["X-Visitor"], answer.headers["X-Scheme"]) == ("127.0.0.1", "http")


def test_a_trusted_proxy_says_who_asks(gateway, server_folder):
    """Behind the agency's TLS proxy services see the visitor's address, and only the one that the proxy saw."""
    ports = gateway.ports | free_ports({"portal": 0})
    trusting = CaddyServer(server_folder / "trusting", ports, trusted_proxies="127.0.0.0/8 ::1")
    trusting.start()
    try:
        answer = httpx.get(trusting.url, headers=SENT)
    finally:
        trusting.stop()

    assert (answer.headers["X-Visitor"], answer.headers["X-Scheme"]) == ("198.51.100.7", "https")


@pytest.mark.parametrize("path", ["/metrics", "/livez", "/readyz", "/carrierz"])
def test_inner_addresses_are_not_public(gateway, path):
    """Health and figures are not served to the public."""
    assert httpx.get(gateway.url + path).status_code == 404


def test_log_holds_no_query(gateway, server_folder):
    """A citizen's query code in an address is written nowhere by the gateway."""
    httpx.get(f"{gateway.url}/track?code=SECRET-CODE")
    httpx.get(f"{gateway.url}/deadline/?code=SECRET-CODE", timeout=10)

    written = b"".join(file.read_bytes() for file in server_folder.glob("caddy*") if file.is_file())

    assert b"SECRET-CODE" not in written


@pytest.mark.parametrize("path", ["/deadline/", "/too-large"])
def test_pages_of_the_gateway_carry_the_headers_of_every_page(gateway, path):
    """An answer that no service gave is as closed to frames, scripts and guesses as any other."""
    answer = httpx.post(
        gateway.url + path, content=b"x" * (1_100_000 if path == "/too-large" else 1), timeout=10
    )

    assert answer.status_code in {413, 503}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_trace_of_a_visitor_goes_no_further(gateway):
    """Evidence names the trace of a command: nobody outside chooses it."""
    sent = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "baggage": "a=b"}

    answer = httpx.get(gateway.url, headers=sent)

    assert (answer.headers["X-Trace"], answer.headers["X-Baggage"]) == ("None", "None")


def test_malformed_body_is_the_visitor_s_fault(gateway):
    """A chunk that is none is answered 400 with a sentence, and not as a failure of the service."""
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=10) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n")
        answer = line.recv(65536)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert "重新提交" in answer.decode()


def test_body_that_never_ends_is_given_up(gateway):
    """The gateway waits for a form's body a stated time, not for ever."""
    told = subprocess.run(
        [program("caddy"), "adapt", "--config", TEMPLATES / "Caddyfile"],
        capture_output=True, check=True, env={**os.environ, **gateway.process.launch.environment},
    )  # fmt: skip
    servers = json.loads(told.stdout)["apps"]["http"]["servers"]

    assert {each["read_timeout"] for each in servers.values()} == {30_000_000_000}
