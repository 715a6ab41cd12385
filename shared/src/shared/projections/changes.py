"""The changes of one fold to one table, collected over its rows and written in few statements.

The result is that of row-by-row writing: a column set twice has its last value, a change of a row that was put in the
same fold is merged into it, and changes of older rows are written first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Delete,
    Table,
    TableValuedAlias,
    Update,
    bindparam,
    column,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

Key = tuple[Any, ...]
"""A row's primary key, in the order of its columns."""

Columns = Mapping[str, Any]

Names = tuple[str, ...]
"""Names of columns."""


class RowChanges:
    """The changes of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._puts: dict[Key, dict[str, Any]] = {}
        self._changes: dict[Key, dict[str, Any]] = {}
        self._sums: dict[Key, dict[str, int]] = {}
        self._removed: dict[Key, Columns] = {}

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

    def remove(self, key: Key) -> None:
        """Delete a row if it exists; a later `put` in the same fold begins it anew."""
        for changes in (self._puts, self._changes):
            changes.pop(key, None)
        self._removed[key] = {}

    async def write(self, connection: AsyncConnection) -> None:
        """Write all changes, one statement for each set of columns, whatever the number of rows."""
        for statement, rows in (
            (_deletion, self._removed),
            (_update, self._changes),
            (_upsert, self._puts),
            (_addition, self._sums),
        ):
            for columns, values in self._grouped(rows):
                await connection.execute(statement(self._table, columns), values)

    def _grouped(self, rows: Mapping[Key, Columns]) -> Iterable[tuple[Names, Mapping[str, Sequence[Any]]]]:
        """Yield each set of columns with the values of its rows, by column; the key's columns come first."""
        key_names = tuple(column.name for column in self._table.primary_key)
        groups: dict[Names, list[Sequence[Any]]] = defaultdict(list)
        for key, columns in rows.items():
            names = tuple(sorted(columns))
            groups[names].append((*key, *(columns[name] for name in names)))
        for names, found in groups.items():
            yield names, _arrays((*key_names, *names), found)


async def put(connection: AsyncConnection, table: Table, key: Key, columns: Columns) -> None:
    """Set columns of one row, inserting it if missing."""
    changes = RowChanges(table)
    changes.put(key, columns)
    await changes.write(connection)


async def insert_rows(connection: AsyncConnection, table: Table, rows: Sequence[Columns]) -> None:
    """Insert rows with the same columns in one statement; a row that is there already is an error."""
    names = tuple(rows[0])
    statement = insert(table).from_select(names, select(_given(table, names)))
    await connection.execute(statement, _arrays(names, ([row[name] for name in names] for row in rows)))


_VALUES = "values_"
"""Prefix of a column's parameter: SQLAlchemy keeps the columns' own names for single values."""


def _given(table: Table, names: Names) -> TableValuedAlias:
    """The rows of a statement: one array for each column, so the server parses, plans and starts once for all rows."""
    arrays = (bindparam(_VALUES + name, type_=ARRAY(table.c[name].type, dimensions=1)) for name in names)
    columns = (column(name, table.c[name].type) for name in names)
    return func.unnest(*arrays).table_valued(*columns).render_derived(name="given")


def _arrays(names: Names, rows: Iterable[Sequence[Any]]) -> Mapping[str, Sequence[Any]]:
    """The parameters of `_given`: the values of `rows`, by column."""
    return {_VALUES + name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}


@cache
def _upsert(table: Table, columns: Names) -> Insert:
    statement, keys = _insert(table, columns)
    if not columns:
        return statement.on_conflict_do_nothing(index_elements=keys)
    fresh = {name: statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=keys, set_=fresh)


@cache
def _addition(table: Table, columns: Names) -> Insert:
    statement, keys = _insert(table, columns)
    sums = {name: table.c[name] + statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=keys, set_=sums)


def _insert(table: Table, columns: Names) -> tuple[Insert, Names]:
    keys = tuple(column.name for column in table.primary_key)
    return insert(table).from_select([*keys, *columns], select(_given(table, (*keys, *columns)))), keys


@cache
def _deletion(table: Table, _: Names) -> Delete:
    keys = tuple(column.name for column in table.primary_key)
    given = _given(table, keys)
    return delete(table).where(*(table.c[name] == given.c[name] for name in keys))


@cache
def _update(table: Table, columns: Names) -> Update:
    keys = tuple(column.name for column in table.primary_key)
    given = _given(table, (*keys, *columns))
    same = (table.c[name] == given.c[name] for name in keys)
    return update(table).where(*same).values({name: given.c[name] for name in columns})
