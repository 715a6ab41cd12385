"""What the local stack cannot do: a sentence for the person at the screen, and the exit code of the command."""

from typing import ClassVar


class Unable(RuntimeError):
    """The sentence says what to do next."""

    exit_code: ClassVar[int] = 1


class NotReady(Unable):
    """The stack runs, but some part of it is not ready."""

    exit_code = 3


class NoStack(Unable):
    """No stack runs in this folder."""

    exit_code = 4

    def __init__(self) -> None:
        """Say the sentence, which is always the same."""
        super().__init__("此目录没有正在运行的本地系统：请先运行 lantai up")
