"""Errors of the local stack: a sentence for the person at the screen, and the exit code of the command."""

from pathlib import Path
from typing import ClassVar


class Unable(RuntimeError):
    """Base of the stack's errors; the sentence says what to do next."""

    exit_code: ClassVar[int] = 1


class NotReady(Unable):
    """The stack runs, but some part of it is not ready."""

    exit_code = 3


class Incomplete(Unable):
    """The stack is ready, but some recorded events have not taken effect."""

    exit_code = 8


class NoStack(Unable):
    """No stack runs in this folder."""

    exit_code = 4

    def __init__(self) -> None:
        """Set the sentence, which is always the same."""
        super().__init__("此目录没有正在运行的本地系统：请先运行 lantai up")


class Damaged(Unable):
    """A file of the stack cannot be read. The stack replaces it in one step, so a person or a disk has damaged it."""

    def __init__(self, file: Path) -> None:
        """Name the file and the two ways out."""
        super().__init__(
            f"{file} 已损坏，无法读取：请从备份恢复；其中数据不再需要的，删除文件夹 {file.parent} 后重新运行 lantai up"
        )
