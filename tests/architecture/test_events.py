"""The published language: who may construct an event, and what an event may be made of."""

import ast
from collections.abc import Iterator

import msgspec
import pytest
from msgspec import inspect

from shared.events.registry import registry
from shared.message import Event
from support import source_tree
from support.strategies import events as strategy

NOUNS = {service: source_tree.nouns(service) for service in source_tree.SERVICES}
UNDECIDING = {"", "state", "commands", "rules", "evolve", "handlers", "reactions"}
"""The files of a noun that make nothing happen."""
OWNERS = {event.__name__: event.service for event in registry().values()}


def foreign_constructions(module: str, source: str) -> Iterator[str]:
    """Events that a module constructs though neither its domain nor its noun owns them."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        owner = OWNERS.get(name)
        if owner not in {None, "any"} and not _may_construct(owner, module):
            yield f"{module}:{node.lineno} constructs {name}, which is {owner}'s"


def _may_construct(owner: str, module: str) -> bool:
    """Whether a module belongs to the owner's domain, or decides within one of its nouns: `decide` or a facet of it."""
    service, _, rest = module.partition(".")
    noun, _, name = rest.partition(".")
    if service != owner:
        return False
    parts = name.split(".")
    decides = parts[-1] not in UNDECIDING and parts[0] not in UNDECIDING
    return (noun == "domain" and bool(name)) or name == "decide" or (noun in NOUNS[owner] and decides)


def impure_values(event: type[Event]) -> Iterator[str]:
    """Fields of an event that have no canonical form or could be changed."""
    seen = [inspect.type_info(event)]
    while seen:
        info = seen.pop()
        if isinstance(
            info, (inspect.FloatType, inspect.DecimalType, inspect.ListType, inspect.SetType, inspect.AnyType)
        ):
            yield f"{event.__name__} holds a {type(info).__name__}"
        if isinstance(info, inspect.DateTimeType) and info.tz is False:
            yield f"{event.__name__} holds a naive instant"
        seen += _parts(info)


def _parts(info: inspect.Type) -> list[inspect.Type]:
    if isinstance(info, inspect.StructType):
        return [field.type for field in info.fields]
    if isinstance(info, inspect.UnionType):
        return list(info.types)
    names = ("item_type", "key_type", "value_type")
    return [getattr(info, name) for name in names if hasattr(info, name)]


def _module(file) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[parts.index("src") + 1 :])


def test_only_the_owner_constructs():
    """An event is constructed where its owner decides, and nowhere else."""
    found = [
        finding
        for file in source_tree.sources()
        for finding in foreign_constructions(_module(file), file.read_text("utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    "module",
    [
        "review.case.decide",
        "intake.request.handlers.filing",
        "intake.request",
        "shared.bus.relay",
        "intake.domainless",
    ],
)
@pytest.mark.parametrize(
    "source",
    ["RequestAccepted(x=1)", "events.RequestAccepted()", "def f():\n  return [intake.RequestAccepted(**x)]"],
)
def test_sees_foreign_constructions(module, source):
    """Another domain, the owner's handlers and the plumbing are all noticed."""
    assert list(foreign_constructions(module, source)) != []


def test_the_owner_may():
    """The owner's domain constructs its events, and where it is parted by nouns, the decisions of a noun."""
    assert list(foreign_constructions("intake.request.filing", "RequestAccepted()")) == []
    assert list(foreign_constructions("deadline.clock.decide", "WarningRaised()")) == []


@pytest.mark.parametrize("event", [*registry().values()], ids=lambda event: event.__name__)
def test_values_are_canonical(event):
    """An event holds no float, no list, no naive instant; it is frozen, closed, and owned."""
    assert list(impure_values(event)) == []
    assert event.__struct_config__.frozen
    assert event.__struct_config__.forbid_unknown_fields
    assert event.service in (*source_tree.SERVICES, "any")
    assert strategy(event) is not None


@pytest.mark.parametrize("kind", [float, float | None, list[int], dict[str, float], tuple[float, ...]])
def test_sees_values_without_a_form(kind):
    """A float or a list is noticed, however deep it lies."""
    inner = msgspec.defstruct("Inner", [("amount", kind)], frozen=True)
    event = msgspec.defstruct("FeeAssessed", [("inner", inner)], bases=(Event,), frozen=True, kw_only=True)

    assert list(impure_values(event)) != []
