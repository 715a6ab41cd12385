"""Several reactions in one transaction, appending in one statement: their last, since it holds their lane's row.

They run one after another over the one connection, each up to its append. When all wait there, their commits are
appended as a group, and each goes on with its own verdict; one whose stream moved on decides again. What must see what
another brought about runs in a later round, over the same transaction.
"""

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

from shared.eventlog.append import Pending, Verdict, append
from shared.eventlog.group_commit import REFUSED
from shared.eventlog.postgres import TransactionStore
from shared.eventlog.store import Commit, InvalidEvent, Receipt, VersionConflict

Act = Coroutine[Any, Any, None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A commit that waits for the others, and who waits with it."""

    pending: Pending
    verdict: "asyncio.Future[Verdict]"
    actor: "asyncio.Task[Any] | None"


class BatchStore(TransactionStore):
    """What the reactions of one transaction append through; only `run` may be given them."""

    _waiting: list[_Waiting]
    _turn: "asyncio.Future[None]"

    async def run(self, acts: Iterable[Act]) -> None:
        """One round: let each act; raises what the first raises that fails, and then nothing may be committed."""
        self._waiting = []
        tasks: list[asyncio.Task[None]] = []
        try:
            for act in acts:
                tasks.append(asyncio.create_task(act))
                await self._let(tasks[-1])
            while self._waiting:
                await self._append_all()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def append(self, commit: Commit) -> Receipt:
        """Wait for the other reactions of the round; the commits of all are appended in one statement.

        Raises `VersionConflict`, `InvalidEvent`.
        """
        verdict: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(Pending.of(commit), verdict, asyncio.current_task()))
        _pass(self._turn)
        found = await verdict
        if isinstance(found, VersionConflict):
            raise found
        self.appended.append((commit.origin.agency, found.last_seq))
        return found

    async def _append_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            verdicts = await append(await self._driver(), [each.pending for each in waiting])
        except REFUSED as error:
            raise InvalidEvent(str(error)) from error
        for each, verdict in zip(waiting, verdicts, strict=True):
            each.verdict.set_result(verdict)
            if each.actor is not None:
                await self._let(each.actor)

    async def _let(self, task: "asyncio.Task[Any]") -> None:
        """Let one act until it waits or is done: nobody else uses the connection meanwhile."""
        turn = self._turn = asyncio.get_running_loop().create_future()
        task.add_done_callback(lambda _: _pass(turn))
        await turn
        if task.done():
            await task


def _pass(turn: "asyncio.Future[None]") -> None:
    if not turn.done():
        turn.set_result(None)
