"""Cancellation that reaches an endless loop.

`asyncio.wait_for` before Python 3.12 drops a cancellation that arrives together with its result, and the NATS client waits
by it. A loop that goes on would keep its process from stopping.
"""

import asyncio


def raise_if_cancelled() -> None:
    """Raise `CancelledError` where the running task was cancelled and goes on. An endless loop calls it before it waits."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
