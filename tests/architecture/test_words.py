"""One catalogue: no service says in words of its own what an event or a published code says (`shared/words`)."""

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import chain

import pytest

from shared.events import codes as published
from shared.events import names, terms
from shared.events.registry import registry
from shared.events.review import sheet
from shared.words.catalogue import codes, event_types, kinds
from support import source_tree

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CITATION = re.compile(r"(条例|《[^》]+》)第\S+[条款项]")
"""A clause stands beside the rule that it founds: it cites the law and says nothing."""
AUDIENCES = ("", "staff", "public", "history", "supervision")
KNOWN = [
    frozenset(registry()) | event_types(),
    *({code for each in AUDIENCES for code in codes(kind, each)} for kind in sorted(kinds())),
]
"""What has its words in the catalogue, kind by kind; the types of events are one."""
CONSTANTS = {
    name: value
    for module in (names, terms, published, sheet)
    for name, value in vars(module).items()
    if isinstance(value, str) and not name.startswith("_")
} | {event.__name__: event.type_name() for event in registry().values()}
"""The names in the code of codes and of types of events."""


def vocabularies(source: str) -> Iterator[str]:
    """Tables and matches that give two codes of one kind, or two types of events, their words in Chinese."""
    for node in ast.walk(ast.parse(source)):
        pairs = list(_pairs(node))
        keys = [_code(key) for key, _ in pairs]
        said = sum(_speaks(value) for _, value in pairs)
        if said > 1 and any(kind.issuperset(keys) for kind in KNOWN):
            yield f"line {node.lineno}: {', '.join(map(str, keys))}"  # type: ignore[attr-defined]  # what has pairs has a line


def _pairs(node: ast.AST) -> Iterator[tuple[ast.expr | None, ast.AST]]:
    match node:
        case ast.Dict(keys=keys, values=values):
            yield from zip(keys, values, strict=True)
        case ast.Tuple(elts=rows) | ast.List(elts=rows):
            yield from ((row.elts[0], row.elts[1]) for row in rows if _is_row(row))
        case ast.Match(cases=cases):
            yield from chain.from_iterable(_of_case(each) for each in cases)
        case _:
            return


def _is_row(row: ast.expr) -> bool:
    return isinstance(row, ast.Tuple) and len(row.elts) > 1


def _of_case(case: ast.match_case) -> Iterator[tuple[ast.expr | None, ast.AST]]:
    """The pattern's code or event with what is returned for it; a case that says nothing in Chinese is no pair."""
    returned = case.body[-1]
    if not isinstance(returned, ast.Return) or not _speaks(returned):
        return
    patterns: Sequence[ast.pattern] = (
        case.pattern.patterns if isinstance(case.pattern, ast.MatchOr) else [case.pattern]
    )
    for pattern in patterns:
        if isinstance(pattern, ast.MatchValue):
            yield pattern.value, returned
        elif isinstance(pattern, ast.MatchClass):
            yield pattern.cls, returned


def _code(key: ast.expr | None) -> str | None:
    match key:
        case ast.Constant(value=str(code)):
            return code
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return CONSTANTS.get(name)
        case _:
            return None


def _speaks(node: ast.AST) -> bool:
    """Whether something in Chinese stands there that cites no clause."""
    texts = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return any(
        isinstance(text, str) and CHINESE.search(text) and not CITATION.fullmatch(text) for text in texts
    )


def test_no_service_has_a_vocabulary_of_its_own():
    """Events and codes are worded by the catalogue alone."""
    services = (
        file for name in source_tree.SERVICES for file in sorted(source_tree.SOURCES[name].rglob("*.py"))
    )

    assert source_tree.findings(services, vocabularies) == {}


@pytest.mark.parametrize(
    "source",
    [
        "WORDS = {'case-opened': '立案', 'reply-issued': '签发'}",
        "WORDS = {CaseOpened: '立案', case.ReplyIssued: '签发'}",
        "KINDS = {THIRD_PARTY: '第三方', names.OTHER_AGENCY: '其他机关'}",
        "SIGNERS = {'applicant': ('本人签收', 1), 'agent': ('代理人签收', 2)}",
        "STORY = {'clock-started': lambda facts: f'起算{facts}', 'clock-stopped': lambda _: '停止'}",
        "OPTIONS = (('yes', '是', ''), ('no', '否', ''))",
        "match event:\n case CaseOpened():\n  return '立案', 1\n case ReplyIssued(draft=n):\n  return f'第{n}稿'",
        "match state:\n case 'running' | 'missed':\n  return '计时中'\n case _:\n  return ''",
    ],
)
def test_sees_a_vocabulary(source):
    """Each way to give codes or events words of one's own is noticed."""
    assert list(vocabularies(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        "CLAUSES = {THIRD_PARTY: '条例第三十二条', OTHER_AGENCY: '条例第三十四条'}",
        "FILTERS = {'': '全部', 'new': '新收待审查', 'closed': '已办结'}",
        "TONES = {'received': 'info', 'served': 'good'}",
        "shown = {'name': '姓名', 'post': post}",
        "match event:\n case CaseOpened():\n  raise Refusal('a', '已经立案。')\n case ReplyIssued():\n  return 1",
    ],
)
def test_leaves_alone_what_is_no_vocabulary(source):
    """Citations, a page's own filters, tones and refusals are not words of codes."""
    assert list(vocabularies(source)) == []
