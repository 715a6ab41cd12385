"""The changes of one fold to one table, collected over its rows and written in few statements.

The result is that of row-by-row writing: a column set twice has its last value, a change of a row that was put in the
same fold is merged into it, and changes of older rows are written first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, Update, bindparam, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

Key = tuple[Any, ...]
"""A row's primary key, in the order of its columns."""

Columns = Mapping[str, Any]


class RowChanges:
    """The changes of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._puts: dict[Key, dict[str, Any]] = {}
        self._changes: dict[Key, dict[str, Any]] = {}
        self._sums: dict[Key, dict[str, int]] = {}

    def put(self, key: Key, columns: Columns) -> None:
        """Set columns of a row, inserting it if missing; without columns, only insert it if missing."""
        self._puts.setdefault(key, {}).update(columns)

    def change(self, key: Key, columns: Columns) -> None:
        """Set columns of a row if it exists."""
        into = self._puts if key in self._puts else self._changes
        into.setdefault(key, {}).update(columns)

    def add(self, key: Key, amounts: Mapping[str, int]) -> None:
        """Add to numbers of a row, inserting it if missing. One table takes `put` or `add`, not both."""
        sums = self._sums.setdefault(key, {})
        for name, amount in amounts.items():
            sums[name] = sums.get(name, 0) + amount

    async def write(self, connection: AsyncConnection) -> None:
        """Write all changes, one statement for each set of columns."""
        for columns, rows in self._grouped(self._changes):
            await connection.execute(_update(self._table, columns), rows)
        for columns, rows in self._grouped(self._puts):
            await connection.execute(_upsert(self._table, columns), rows)
        for columns, rows in self._grouped(self._sums):
            await connection.execute(_addition(self._table, columns), rows)

    def _grouped(
        self, rows: Mapping[Key, Columns]
    ) -> Iterable[tuple[tuple[str, ...], Sequence[dict[str, Any]]]]:
        names = [_KEY + column.name for column in self._table.primary_key]
        groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for key, columns in rows.items():
            values = dict(sorted(columns.items()))
            groups[tuple(values)].append(dict(zip(names, key, strict=True)) | values)
        return groups.items()


async def put(connection: AsyncConnection, table: Table, key: Key, columns: Columns) -> None:
    """Set columns of one row, inserting it if missing."""
    sheet = RowChanges(table)
    sheet.put(key, columns)
    await sheet.write(connection)


_KEY = "key_"
"""Prefix of a key's parameter, so an update can compare a column's old value and set its new one."""


@cache
def _upsert(table: Table, columns: tuple[str, ...]) -> Insert:
    statement, keys = _insert(table, columns)
    if not columns:
        return statement.on_conflict_do_nothing(index_elements=keys)
    fresh = {name: statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=keys, set_=fresh)


@cache
def _addition(table: Table, columns: tuple[str, ...]) -> Insert:
    statement, keys = _insert(table, columns)
    sums = {name: table.c[name] + statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=keys, set_=sums)


def _insert(table: Table, columns: tuple[str, ...]) -> tuple[Insert, list[str]]:
    keys = {column.name: bindparam(_KEY + column.name, type_=column.type) for column in table.primary_key}
    return insert(table).values(**keys, **{name: bindparam(name) for name in columns}), list(keys)


@cache
def _update(table: Table, columns: tuple[str, ...]) -> Update:
    its = (column == bindparam(_KEY + column.name, type_=column.type) for column in table.primary_key)
    return update(table).where(*its).values({name: bindparam(name) for name in columns})
