"""What a service has is part of it: no page, read model, reaction or answer is written and then forgotten."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import source_tree


def forgotten(package: Path) -> Iterator[str]:
    """What a service does not use: pages that `app.py` does not import, the others where nothing calls or names them."""
    trees = {file: ast.parse(file.read_text("utf-8")) for file in sorted(package.rglob("*.py"))}
    called = {_name(node.func) for tree in trees.values() for node in ast.walk(tree) if _is_call(node)}
    pages = _imported(trees[package / "app.py"])
    for file, tree in trees.items():
        module = ".".join(file.relative_to(package.parent).with_suffix("").parts)
        for node in tree.body:
            match node:
                case ast.FunctionDef(name="routes") if module not in pages:
                    yield f"page: {module}"
                case ast.ClassDef(name=name) if _is_part(node) and name not in called:
                    yield f"{module}: {name}"
                case _:
                    pass
        yield from (f"{module}: {name}" for name in _unanswered(tree))


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call)


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def _imported(tree: ast.Module) -> set[str]:
    return {
        f"{node.module}.{each.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }


def _is_part(node: ast.ClassDef) -> bool:
    """Whether a class is a read model or a reaction, which the carrier runs."""
    folds = any(isinstance(each, ast.AsyncFunctionDef) and each.name == "fold" for each in node.body)
    return folds or any(_name(base).endswith("Reaction") for base in node.bases)


def _unanswered(tree: ast.Module) -> Iterator[str]:
    """Functions beside a table `ANSWERS` of event → function that it does not hold."""
    tables = [
        {_name(value) for value in node.value.values}
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and _name(node.target) == "ANSWERS"
        and isinstance(node.value, ast.Dict)
    ]
    for table in tables:
        names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        yield from (name for name in names if not name.startswith("_") and name not in table)


@pytest.mark.parametrize("service", source_tree.SERVICES)
def test_nothing_is_forgotten(service: str):
    """Each page, read model, reaction and answer of a service is put to use."""
    assert list(forgotten(source_tree.SOURCES[service])) == []


@pytest.mark.parametrize(
    ("file", "source", "found"),
    [
        ("web/mails/page.py", "def routes(context): ...", "page: review.web.mails.page"),
        (
            "projections/mails.py",
            "class Mails:\n async def fold(self): ...",
            "review.projections.mails: Mails",
        ),
        ("mail/reactions.py", "class Follow(Reaction): ...", "review.mail.reactions: Follow"),
        (
            "mail/reactions.py",
            "def sent(): ...\ndef lost(): ...\nANSWERS: A = {Sent: sent}",
            "review.mail.reactions: lost",
        ),
    ],
)
def test_sees_what_is_forgotten(tmp_path: Path, file: str, source: str, found: str):
    """What nothing uses is noticed, and no longer once it is used."""
    package = tmp_path / "review"
    (package / file).parent.mkdir(parents=True)
    (package / file).write_text(source, "utf-8")
    app = package / "app.py"
    app.touch()
    assert list(forgotten(package)) == [found]

    module, _, name = file.removesuffix(".py").replace("/", ".").rpartition(".")
    app.write_text(f"from review.{module} import {name}\nMails(), Follow()", "utf-8")
    (package / file).write_text(source.replace("{Sent: sent}", "{Sent: sent, Lost: lost}"), "utf-8")
    assert list(forgotten(package)) == []
