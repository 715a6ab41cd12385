"""Free ports on 127.0.0.1, kept apart from those that the system hands to outgoing connections.

A port of the ephemeral range may be taken by anybody's outgoing connection while a killed service is
being restarted; the service would then never come back. So ports are drawn below that range.
"""

import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from deploy.errors import Unable

HOST = "127.0.0.1"
_FIRST, _COUNT = 20_000, 12_000


class NoFreePort(Unable):
    """A port that was asked for by number is taken, or none is left."""


def free_port() -> int:
    """Return one free port."""
    return next(iter(free_ports({"one": 0}).values()))


def free_ports(wished: Mapping[str, int]) -> dict[str, int]:
    """Return a free port for every name: the wished one where it is free, else a new one; 0 wishes nothing.

    All ports are held until the last is found, so no two names share a port.
    """
    with ExitStack() as held:
        return {name: _hold(held, port) for name, port in wished.items()}


def is_free(port: int) -> bool:
    """Say whether a server could listen on `port` now."""
    with ExitStack() as held:
        return _bound(held, port)


@contextmanager
def reserved(port: int) -> Iterator[None]:
    """Hold `port` against other stacks until its own server starts; two gateways would share it without an error."""
    with ExitStack() as held:
        if not _bound(held, port):
            raise NoFreePort(f"端口 {port} 刚刚被别的程序占用，请重新运行")
        yield


def _hold(held: ExitStack, wished: int) -> int:
    for port in _candidates(wished):
        if _bound(held, port):
            return port
    raise NoFreePort("找不到空闲端口，请关闭不用的程序后重试")


def _candidates(wished: int) -> Iterator[int]:
    if wished:
        yield wished
    for _ in range(1000):
        yield _FIRST + secrets.randbelow(_COUNT)


def _bound(held: ExitStack, port: int) -> bool:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(1)
    except OSError:
        listener.close()
        return False
    held.enter_context(listener)
    return True
