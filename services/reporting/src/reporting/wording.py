"""What an event says to a supervisor, in Chinese: the sentences are data (wording.toml), one for each event type."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from reporting.request.clocks import STOPPED, ClockState
from reporting.request.standing import Standing
from shared.events.deadline.clock import ClockEvent, ClockFactHeard, DueDateDeferred, DueDateSet
from shared.events.terms import Fact, Sealed
from shared.message import Actor, Event
from shared.policy import Policy, national_roles
from shared.words.actors import actor_name
from shared.words.clocks import reason_words
from shared.words.dates import chinese_date

ACTOR_NAMES = {"applicant": "申请人", "third-party": "第三方"}
SERVICE_NAMES = {"intake": "受理", "review": "办理", "deadline": "期限", "reporting": "监督"}


Names = Mapping[str, Mapping[str, str]]
"""Field → code → the word for it."""

NO_NAMES: Names = {}
SIGNERS = ("level", "approver", "role")
"""Fields that name somebody by their role; of a period that warns nobody the role is empty."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one event type: a title, a sentence with fields, and where the clause and the paper stand.

    `also`: a further sentence for each fact that not every event of the type has.
    """

    title: str
    sentence: str = ""
    also: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a supervisor reads it."""

    title: str
    sentence: str
    clause: str
    paper: str


@cache
def dictionary() -> Mapping[str, Words]:
    """Event type → its words."""
    return {type_name: Words(**words) for type_name, words in _data()["event"].items()}


@cache
def values() -> Names:
    """The words that no policy gives."""
    found: Names = _data()["value"]
    return {**found, "applicant": found["applicant_kind"]}


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("reporting").joinpath("wording.toml").read_text("utf-8"))


def told_of(event: Event) -> tuple[str, dict[str, Any]]:
    """Under which type an event is worded, and its clear facts: what a clock heard is worded by what it did."""
    facts = clear_facts(event)
    if not isinstance(event, ClockEvent):
        return event.type_name(), facts
    standing = facts.pop("standing")
    facts |= {"generation": standing["generation"], "in_time": standing["in_time"]}
    if isinstance(event, DueDateSet | DueDateDeferred):
        facts["reason"] = reason_words(event.reason)
    if isinstance(event, ClockFactHeard):
        return f"clock-{event.effect or 'noted'}", facts | msgspec.to_builtins(event.fact)
    return event.type_name(), facts


def clear_facts(event: Event) -> dict[str, Any]:
    """What of an event lies clear, as plain JSON; of what is sealed nothing is kept, of a list its length.

    The parts of a fact (how a request came in, how a paper was served) stand beside the event's own fields.
    """
    values = {name: getattr(event, name) for name in event.__struct_fields__}
    for fact in [value for value in values.values() if isinstance(value, Fact)]:
        values |= {name: getattr(fact, name) for name in fact.__struct_fields__ if name not in values}
    return {name: _clear(value) for name, value in values.items() if not isinstance(value, Sealed)}


def _clear(value: object) -> Any:
    """A value without its sealed parts."""
    if isinstance(value, msgspec.Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        return {name: _clear(part) for name, part in parts.items() if not isinstance(part, Sealed)}
    if isinstance(value, dict):
        return {name: _clear(part) for name, part in value.items() if not isinstance(part, Sealed)}
    if isinstance(value, tuple):
        return [_clear(each) for each in value if not isinstance(each, Sealed)]
    return msgspec.to_builtins(value)


def tell(type_name: str, facts: Mapping[str, Any], names: Names = NO_NAMES) -> Told:
    """Word an event; a type without words says so, and shows its name. `names` are the policy's own words."""
    words = dictionary().get(type_name, Words(f"事件 {type_name}"))
    known = {**values(), **_signers(national_roles().labels), **names}
    shown = _Shown({name: _word(value, name, known.get(name, {})) for name, value in facts.items()})
    return Told(
        words.title,
        "".join(each.format_map(shown) for each in _sentences(words, facts)),
        words.clause.format_map(shown),
        words.paper.format_map(shown),
    )


def _sentences(words: Words, facts: Mapping[str, Any]) -> Iterator[str]:
    yield words.sentence
    yield from (also for fact, also in words.also.items() if facts.get(fact))


class _Shown(dict[str, Any]):
    """Facts in a sentence; one that an older event did not have is a dash."""

    def __missing__(self, _: str) -> str:
        return "—"


def _word(value: Any, name: str, words: Mapping[str, str]) -> Any:  # noqa: PLR0911  # one for each kind of value
    """A value as a reader wants it: days in Chinese, codes in words, a basis as its clause, a paper as its number."""
    match value:
        case None:
            return words.get("none", "—")
        case bool():
            return words.get(str(value).lower(), "是" if value else "否")
        case dict():
            return _of_mapping(value, words)
        case list():
            return "、".join(str(_word(each, name, words)) for each in value) or words.get("none", "无")
        case str() if name == "on" or name.endswith("_on"):
            return chinese_date(value)
        case str():
            return words.get(value) or (
                words.get(value.partition("-")[0], value) if name == "clock" else value
            )
        case _:
            return value


def _of_mapping(value: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """A paper by its number, a proof by its codes, a finding by its box, a basis as clause and source, 审查单 by what was answered yes."""
    match value:
        case {"document_number": number, "sha256": digest}:
            return f"{number}（文件摘要 {digest}）"
        case {"signed_by": signer, "number": number}:
            return number or words.get(signer or "sealed", "")
        case {"field": str(box), "clause": clause}:
            return f"{words.get(box, box)}（{clause}）"
        case {"kind": str(kind)}:
            reference = value.get("reference")
            return words.get(kind, kind) + (f"（{reference}）" if reference else "")
        case {"clause": clause, "source": source}:
            return f"{clause} · {source}"
        case _:
            return "、".join(
                words.get(asked, asked) for asked, answer in value.items() if answer == "yes"
            ) or words.get("none", "无")


def who(actor: str, people: Mapping[str, str], names: Names = NO_NAMES) -> str:
    """The actor as a supervisor reads it: role and name of staff, 申请人, or which part of the system.

    `people` are names by person; a person without one stands for itself. `names` are the policy's own words.
    """
    acting = Actor.parse(actor)
    match acting.kind:
        case "staff":
            roles = names.get("role") or national_roles().labels
            return f"{roles.get(acting.role, acting.role)} {actor_name(acting, people)}"
        case "service":
            return f"系统（{SERVICE_NAMES.get(acting.id, acting.id)}）"
        case _:
            return ACTOR_NAMES[acting.kind]


def names_of(policy: Policy) -> Names:
    """The words of a policy for outcomes, applicants, the boxes of its form, and those who sign."""
    kinds = {kind.id: kind.label for kind in policy["applicant.kinds"].value}
    evidence = {name: kind.label for name, kind in policy.evidence_kinds().items()}
    boxes = {box.id: box.label for box in policy["form.fields"].value}
    return {
        "outcome": {name: outcome.name for name, outcome in policy.outcomes().items()},
        "applicant_kind": kinds,
        "applicant": kinds,
        "evidence": {**evidence, **values()["evidence"]},
        "findings": boxes,
        "corrected": boxes,
        **_signers(policy.roles.names),
    }


def _signers(roles: Mapping[str, str]) -> Names:
    words = {"": "无", **roles}
    return dict.fromkeys(SIGNERS, words)


def state_lines(state: Standing, names: Names) -> list[tuple[str, list[str]]]:
    """Where a request stands, line by line as a supervisor reads it; every line is always there."""
    outcome = names["outcome"].get(state.outcome, state.outcome)
    draft = [f"第{state.draft}稿：{outcome}"] if state.draft else ["尚无"]
    letters = [values()["answer_at"].get(answer, answer) for answer in state.letters.values()]
    papers = [
        f"{_value('paper', paper.document)} {paper.number}（{chinese_date(paper.rendered_on)}"
        + ("，已作废）" if paper.void else "）")
        for paper in state.papers
    ]
    return [
        ("受理", [_value("status", state.status or "none")]),
        ("办理", [_value("stage", state.stage or "none")]),
        ("承办股室", [names.get("section", {}).get(state.section, state.section) or "尚未分办"]),
        ("拟答复意见", draft),
        ("期限", [_clock_line(clock) for clock in state.clocks.values()] or ["尚未起算"]),
        ("征求意见", letters or ["无"]),
        ("文书", papers or ["尚无"]),
        ("申请人信息", ["已销毁，不可再读" if state.key_destroyed else "密封保存"]),
    ]


def _clock_line(clock: ClockState) -> str:
    name = _word(clock.clock, "clock", values()["clock"])
    said = f"{name}：{_value('standing', clock.standing)}"
    if clock.due_on is not None:
        said += f"，到期日{chinese_date(clock.due_on)}"
    if clock.standing == STOPPED:
        said += f"，{_value('in_time', str(clock.in_time).lower())}"
    return said


def _value(field: str, code: str) -> str:
    return values()[field].get(code, code)
