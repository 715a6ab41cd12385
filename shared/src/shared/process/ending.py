"""Ends a process at once, whatever logging does: the supervisor starts another, which continues at its checkpoints."""

import os
from typing import NoReturn

from shared.process.logs import logger


def end_process(code: int, why: str) -> NoReturn:
    """Log `why`, with the exception being handled, and end without any clean-up. An error of the log keeps nothing alive."""
    try:
        logger().error(why, exc_info=True)
    finally:
        os._exit(code)
