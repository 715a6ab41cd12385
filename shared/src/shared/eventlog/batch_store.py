"""Several reactions in one transaction read and append in few statements.

The reactions run one after another on one connection, each until it waits for a stream or for its append. All streams
for which they wait are read in one statement. When every reaction that is left waits for its append, their
commits are appended as a group, because an append holds its lane's row and must be the last statement; each reaction
continues with its own verdict; after a version conflict it decides again. A reaction that must see another's events runs
in a later round of the same transaction.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from shared.eventlog.append import Pending, Verdict, append
from shared.eventlog.group_commit import REFUSED
from shared.eventlog.postgres import TransactionStore
from shared.eventlog.rows import EACH_LAST, EACH_STREAM, recorded
from shared.eventlog.store import Commit, InvalidEvent, Receipt, VersionConflict
from shared.message import Recorded

Act = Coroutine[Any, Any, None]
Stream = tuple[str, str]
"""(agency, stream)."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Asked, Answer]):
    """A question, the answer to come, and the task that waits for it."""

    asked: Asked
    answer: "asyncio.Future[Answer]"
    actor: "asyncio.Task[Any] | None"


class BatchStore(TransactionStore):
    """The store of all reactions of one transaction; a reaction uses it only inside `run`."""

    _reads: "list[_Waiting[tuple[str, Stream], Sequence[Recorded]]]"
    _appends: "list[_Waiting[Pending, Verdict]]"
    _turn: "asyncio.Future[None]"

    async def run(self, acts: Iterable[Act]) -> None:
        """Run each reaction of one round. The first error is raised; the caller must then roll back."""
        self._reads, self._appends = [], []
        tasks: list[asyncio.Task[None]] = []
        try:
            for act in acts:
                tasks.append(asyncio.create_task(act))
                await self._run_until_waiting(tasks[-1])
            while self._reads or self._appends:
                await (self._read_all() if self._reads else self._append_all())
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def load(self, agency: str, stream: str) -> Sequence[Recorded]:
        return await self._wait(self._reads, (EACH_STREAM, (agency, stream)))

    async def last(self, agency: str, stream: str) -> Recorded | None:
        found = await self._wait(self._reads, (EACH_LAST, (agency, stream)))
        return found[0] if found else None

    async def append(self, commit: Commit) -> Receipt:
        """Wait for the other reactions of the round; the commits of all are appended in one statement.

        Raises `VersionConflict`, `InvalidEvent`.
        """
        found = await self._wait(self._appends, Pending.of(commit))
        if isinstance(found, VersionConflict):
            raise found
        self.appended.append((commit.origin.agency, found.last_seq))
        return found

    async def _wait(self, line: "list[_Waiting[Asked, Answer]]", asked: Asked) -> Answer:
        """Stand in line, let the next reaction run, and return the answer."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        line.append(_Waiting(asked, answer, asyncio.current_task()))
        _release(self._turn)
        return await answer

    async def _read_all(self) -> None:
        waiting, self._reads = self._reads, []
        found: dict[tuple[str, Stream], list[Recorded]] = {each.asked: [] for each in waiting}
        for query in {query for query, _ in found}:
            streams = [stream for asked, stream in found if asked == query]
            for row in await (await self._driver()).fetch(query, *map(list, zip(*streams, strict=True))):
                one = recorded(self._service, row)
                found[query, (one.agency, one.stream)].append(one)
        await self._answer((each, found[each.asked]) for each in waiting)

    async def _append_all(self) -> None:
        waiting, self._appends = self._appends, []
        try:
            verdicts = await append(await self._driver(), [each.asked for each in waiting], self._agencies)
        except REFUSED as error:
            raise InvalidEvent(str(error)) from error
        await self._answer(zip(waiting, verdicts, strict=True))

    async def _answer(self, answers: "Iterable[tuple[_Waiting[Any, Answer], Answer]]") -> None:
        """Let each reaction continue with its answer, one after another."""
        for each, answer in answers:
            each.answer.set_result(answer)
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
