"""The API against its own description: whatever it allows and whatever it does not, no answer is a fault of ours."""

from asyncio import create_task, to_thread
from collections.abc import AsyncIterator
from socket import create_server

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings

pytestmark = pytest.mark.service

EXAMPLES = 120
SERVER_FAULT = 500


@pytest.fixture
async def address(site) -> AsyncIterator[str]:
    """Where this intake answers over HTTP."""
    config = uvicorn.Config(site.app, host="127.0.0.1", port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    listening = create_server(("127.0.0.1", 0))
    serving = create_task(server.serve(sockets=[listening]))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await serving


def answers_of(address: str) -> list[tuple[int, str]]:
    """Status and kind of the answers to what schemathesis thinks of; the same examples every time."""
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    found: list[tuple[int, str]] = []

    @given(case=schema.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def call(case) -> None:
        response = case.call(base_url=address)
        kind = (response.headers.get("content-type") or [""])[0]
        found.append((response.status_code, kind))

    call()
    return found


async def test_no_input_makes_the_api_fail(address):
    """Every example is answered below 500, and a refusal is a problem document."""
    answers = await to_thread(answers_of, address)

    assert len(answers) >= EXAMPLES
    assert [answer for answer in answers if answer[0] >= SERVER_FAULT] == []
    assert {kind for status, kind in answers if status == 422} <= {"application/problem+json"}
