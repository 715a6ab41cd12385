"""Several reactions in one transaction append in one statement, the last one, because an append holds its lane's row.

The reactions run one after another on one connection, each up to its append. When all wait for their append, their
commits are appended as a group, and each reaction continues with its own verdict; after a version conflict it decides
again. A reaction that must see another's events runs in a later round of the same transaction.
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
    """A commit that waits for the group, and the task that waits for its verdict."""

    pending: Pending
    verdict: "asyncio.Future[Verdict]"
    actor: "asyncio.Task[Any] | None"


class BatchStore(TransactionStore):
    """The store of all reactions of one transaction; a reaction uses it only inside `run`."""

    _waiting: list[_Waiting]
    _turn: "asyncio.Future[None]"

    async def run(self, acts: Iterable[Act]) -> None:
        """Run each reaction of one round. The first error is raised; the caller must then roll back."""
        self._waiting = []
        tasks: list[asyncio.Task[None]] = []
        try:
            for act in acts:
                tasks.append(asyncio.create_task(act))
                await self._run_until_waiting(tasks[-1])
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
        _release(self._turn)
        found = await verdict
        if isinstance(found, VersionConflict):
            raise found
        self.appended.append((commit.origin.agency, found.last_seq))
        return found

    async def _append_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            verdicts = await append(await self._driver(), [each.pending for each in waiting], self._agencies)
        except REFUSED as error:
            raise InvalidEvent(str(error)) from error
        for each, verdict in zip(waiting, verdicts, strict=True):
            each.verdict.set_result(verdict)
            if each.actor is not None:
                await self._run_until_waiting(each.actor)

    async def _run_until_waiting(self, task: "asyncio.Task[Any]") -> None:
        """Run one reaction until it awaits its append or returns; the connection is never shared."""
        turn = self._turn = asyncio.get_running_loop().create_future()
        task.add_done_callback(lambda _: _release(turn))
        await turn
        if task.done():
            await task


def _release(turn: "asyncio.Future[None]") -> None:
    if not turn.done():
        turn.set_result(None)
