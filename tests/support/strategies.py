"""Hypothesis strategies for every event, derived from the types: a new event needs no test of its own."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st
from msgspec import inspect

from shared.message import Event

SAFE_INTEGER = 2**53 - 1
"""Beyond it readers of JSON disagree about the number."""


@cache
def events(cls: type[Event]) -> st.SearchStrategy[Any]:
    """Any event of a class."""
    return _struct(inspect.type_info(cls))


def _struct(info: Any) -> st.SearchStrategy[Any]:
    fields = {field.name: _value(field.type) for field in info.fields}
    return st.builds(info.cls, **fields)


def _value(info: Any) -> st.SearchStrategy[Any]:
    """Raises `KeyError` for a type that an event may not contain: a float, a list, a naive instant."""
    return _KINDS[type(info)](info)


def _instants(info: Any) -> st.SearchStrategy[Any]:
    assert info.tz is not False, "a naive instant"
    return st.datetimes(min_value=datetime(1949, 10, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis wants the bound naive


_KINDS: dict[type, Callable[[Any], st.SearchStrategy[Any]]] = {
    inspect.BoolType: lambda _: st.booleans(),
    inspect.IntType: lambda _: st.integers(-SAFE_INTEGER, SAFE_INTEGER),
    inspect.LiteralType: lambda info: st.sampled_from(info.values),
    inspect.StrType: lambda _: st.text(max_size=40),
    inspect.DateType: lambda _: st.dates(),
    inspect.DateTimeType: _instants,
    inspect.UUIDType: lambda _: st.uuids(),
    inspect.NoneType: lambda _: st.none(),
    inspect.UnionType: lambda info: st.one_of([_value(one) for one in info.types]),
    inspect.VarTupleType: lambda info: st.lists(_value(info.item_type), max_size=4).map(tuple),
    inspect.DictType: lambda info: st.dictionaries(
        _value(info.key_type), _value(info.value_type), max_size=4
    ),
    inspect.StructType: _struct,
}
