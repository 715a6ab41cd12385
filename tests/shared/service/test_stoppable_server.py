"""The server that a service runs in."""

import gc
from types import SimpleNamespace

import pytest
import uvicorn

from deploy.servers.ports import free_port
from shared.service.service import StoppableServer


async def app(scope, receive, send):
    """Answer nothing."""


@pytest.fixture
def thawed():
    """What a test freezes is collected again after it."""
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
async def test_what_stands_at_the_start_is_not_walked_again():
    """The collector passes over the code, packs and tables of a started service: walking them held up a page 100 ms."""
    config = uvicorn.Config(app, port=free_port(), lifespan="off", log_level="error")
    server = StoppableServer(config, SimpleNamespace(stopping=False))
    config.load()
    server.lifespan = config.lifespan_class(config)

    await server.startup()
    frozen = gc.get_freeze_count()
    await server.shutdown()

    assert frozen > 0
