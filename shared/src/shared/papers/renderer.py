"""Renders documents in worker processes, so that no text holds up a page, a sign-in or another paper.

A process is ended when its document takes longer than `LIMIT_SECONDS` or when nobody waits for it any more. A process starts
with the first document and ends after five idle minutes.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Protocol

from anyio import CapacityLimiter, fail_after, to_process

from shared.command.decider import Full
from shared.papers.press import Document, DocumentFailed, Press, RenderedDocument

LIMIT_SECONDS: Final = 20
BUSY_SECONDS: Final = 5
WAITING_MAX: Final = 16


class Renderer(Protocol):
    """Renders one document after another."""

    async def render(self, document: Document) -> RenderedDocument:
        """The PDF. Raises `DocumentFailed` and `Full`."""
        ...


class DocumentTooSlow(DocumentFailed):
    """The document was not rendered within `LIMIT_SECONDS`; its process was ended."""


@dataclass(frozen=True, slots=True)
class WorkerRenderer:
    """Renders one document at a time with the templates of `packages`.

    Visitors and the office have a renderer each, so that visitors who print delay no letter.
    """

    packages: tuple[str, ...]
    waiting_max: int = WAITING_MAX
    _turn: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    async def render(self, document: Document) -> RenderedDocument:
        """The PDF. Raises `Full` when too many documents wait, `DocumentTooSlow`, `DocumentFailed`."""
        if self._turn.statistics().tasks_waiting >= self.waiting_max:
            raise Full(
                "papers-busy",
                "现在打印的人太多，没有排版。请用浏览器的后退键回到填写的页面，过几秒再打印。",
                retry_after_seconds=BUSY_SECONDS,
            )
        async with self._turn:
            try:
                with fail_after(LIMIT_SECONDS):
                    return await to_process.run_sync(
                        _render, self.packages, document, cancellable=True, limiter=CapacityLimiter(1)
                    )
            except TimeoutError:
                raise DocumentTooSlow(f"文书模板 {document.template} 排版超时") from None


def _render(packages: tuple[str, ...], document: Document) -> RenderedDocument:
    return _press(packages).render(document)


@lru_cache(maxsize=1)
def _press(packages: tuple[str, ...]) -> Press:
    return Press(*packages)
