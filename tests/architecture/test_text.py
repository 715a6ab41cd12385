"""What is written: docstrings, reasons for ignored rules, no address of a registry, no path of a machine."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pytest

from support import source_tree

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_HOSTS = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry.npmjs" + ".org",
    "deb.debian" + ".org",
    "proxy.golang" + ".org",
)
_MACHINE = re.compile("|".join(map(re.escape, _HOSTS)) + r"|(?<![\w.])/(work|root|home/\w+)/")
_BARE = re.compile(r"#\s*(noqa|type:\s*ignore)\b(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[\w,\s-]+\])?\s*$")
_SECOND_SENTENCE = re.compile(r"[.?!]\s+[A-Z]")


Classes = dict[str, list[ast.ClassDef]]


def classes_of(sources: Iterable[str]) -> Classes:
    """The classes of some modules by name; several modules may each have one of the same name."""
    found: Classes = {}
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(node)
    return found


def silent(source: str, classes: Classes) -> Iterator[str]:
    """Public things of a module without a docstring; a method of a base in `classes` passes its docstring on."""
    module = ast.parse(source)
    if module.body and not ast.get_docstring(module):
        yield "the module"
    yield from _silent_in(module.body, lambda _: False, classes)


def _silent_in(body: list[ast.stmt], inherited: Callable[[str], bool], classes: Classes) -> Iterator[str]:
    for node in body:
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not inherited(node.name):
            yield f"{node.name} (line {node.lineno})"
        if isinstance(node, ast.ClassDef):
            yield from _silent_in(node.body, partial(_documented_above, node, classes), classes)


def _documented_above(owner: ast.ClassDef, classes: Classes, method: str) -> bool:
    """Whether a base documents the method; where several classes have the base's name, all of them must."""
    bases = [classes.get(base.id, []) for base in owner.bases if isinstance(base, ast.Name)]
    return any(named and all(_documents(base, classes, method) for base in named) for named in bases)


def _documents(owner: ast.ClassDef, classes: Classes, method: str) -> bool:
    own = [node for node in owner.body if isinstance(node, _FUNCTIONS) and node.name == method]
    return any(ast.get_docstring(node) for node in own) or _documented_above(owner, classes, method)


def wordy(source: str) -> Iterator[str]:
    """Tests whose docstring is not one sentence."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, _FUNCTIONS) and node.name.startswith("test_"):
            text = " ".join((ast.get_docstring(node) or "").split())
            if not text.endswith(".") or _SECOND_SENTENCE.search(text):
                yield f"{node.name} (line {node.lineno}): {text!r}"


def unreasoned(source: str) -> Iterator[str]:
    """Lines that silence a rule without saying why."""
    yield from (line.strip() for line in source.splitlines() if _BARE.search(line))


def placed(text: str) -> Iterator[str]:
    """Addresses of registries and paths of a machine."""
    yield from (found.group() for found in _MACHINE.finditer(text))


def test_public_things_have_docstrings():
    """Every public module, class, function and method says why it is there, itself or by a base that it implements."""
    classes = classes_of(file.read_text("utf-8") for file in source_tree.sources())

    assert source_tree.findings(source_tree.sources(), partial(silent, classes=classes)) == {}


def test_tests_are_one_sentence():
    """Every test's docstring is one sentence of behaviour."""
    assert source_tree.findings(source_tree.tests(), wordy) == {}


def test_ignored_rules_have_reasons():
    """A silenced rule has its reason on the line."""
    assert source_tree.findings([*source_tree.sources(), *source_tree.tests()], unreasoned) == {}


def test_no_addresses_of_here():
    """No file names a registry's host or a path of the machine it was written on."""
    assert source_tree.findings(source_tree.texts(), placed) == {}


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        '"""Doc."""\nclass A: pass',
        '"""Doc."""\nasync def f(): pass',
        '"""D."""\nclass A:\n  """D."""\n  def f(self): pass',
    ],
)
def test_sees_silence(source):
    """A module, class, function or method without a docstring is noticed."""
    assert list(silent(source, classes_of([source]))) != []


_BASE = '"""D."""\nclass Base:\n  """D."""\n  def f(self):\n    """D."""\n'
_BETWEEN = 'class Between(Base):\n  """D."""\n  def f(self): pass\n'


@pytest.mark.parametrize("base", ["Base", "Between"])
def test_docstrings_are_inherited(base):
    """A method that implements a documented method of its base, or of the base's base, needs no docstring."""
    source = f'{_BASE}{_BETWEEN}class A({base}):\n  """D."""\n  def f(self): pass'

    assert list(silent(source, classes_of([source]))) == []


@pytest.mark.parametrize(
    "owner",
    [
        'class A(Base):\n  """D."""\n  def g(self): pass',
        'class A(Unknown):\n  """D."""\n  def f(self): pass',
        'class A:\n  """D."""\n  def f(self): pass',
        "class A(Base):\n  def f(self): pass",
        'class Base:\n  """D."""\nclass A(Base):\n  """D."""\n  def f(self): pass',
    ],
)
def test_sees_silence_beside_a_documented_base(owner):
    """A method that no base documents, an unknown base, no base, a silent class and an ambiguous base are noticed."""
    source = _BASE + owner

    assert list(silent(source, classes_of([source]))) != []


@pytest.mark.parametrize("text", ["", '"""no full stop"""', '"""One. Two."""', '"""One.\n\nTwo."""'])
def test_sees_wordy_tests(text):
    """A missing docstring, a fragment and a second sentence are noticed."""
    assert list(wordy(f"def test_it():\n    {text or 'pass'}\n    pass")) != []


@pytest.mark.parametrize(
    "comment", ["noqa", "noqa: E501", "noqa: S603, S607", "type: ignore", "type: ignore[attr-defined]"]
)
def test_sees_rules_ignored_without_reason(comment):
    """Each way to silence a rule wants a reason."""
    assert list(unreasoned(f"x = 1  # {comment}")) != []
    assert list(unreasoned(f"x = 1  # {comment}  # the reason")) == []


@pytest.mark.parametrize(
    "text", [f"see {_HOSTS[0]}", "/ro" + "ot/x", "(/ho" + "me/anna/src)", "file:/wo" + "rk/main"]
)
def test_sees_addresses_of_here(text):
    """A registry and a machine's path are noticed."""
    assert list(placed(text)) != []
