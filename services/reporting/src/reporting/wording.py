"""Put events into Chinese words for supervision, by the catalogue and the agency's policy."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import msgspec

from reporting.request.clocks import STOPPED, ClockState
from reporting.request.standing import RequestState
from shared.events.deadline.clock import ClockEvent, ClockFactHeard, DueDateDeferred, DueDateSet
from shared.events.terms import Fact, Sealed
from shared.message import Actor, Event
from shared.policy import Policy, national_roles
from shared.time.dates import chinese_date
from shared.words.actors import actor_name
from shared.words.catalogue import EventText, Facts, Words, codes, event_types, event_words, kinds
from shared.words.clocks import causes, reason_words

SUPERVISION: Final = "supervision"
"""The catalogue's audience of these words."""
ACTOR_NAMES: Final = codes("actor")
SERVICE_NAMES: Final = codes("service")

Names = Mapping[str, Mapping[str, str]]
"""Field → code → word."""

NO_NAMES: Names = {}
SIGNERS = ("level", "approver", "role")
"""Fields that hold a role; "" where a clock warns nobody."""


@cache
def values() -> Names:
    """Return the words that no policy gives, by the field that holds the code."""
    found = {kind: codes(kind, SUPERVISION) for kind in kinds()}
    proof = {**found["proof"], **found["signed_by"]}
    clocks = {clock: f"{name}期限" for clock, name in found["clock"].items()}
    applicants, stopped = found["applicant_kind"], causes(SUPERVISION)
    return {**found, "applicant": applicants, "cause": stopped, "clock": clocks, "proof": proof}


def type_and_facts(event: Event) -> tuple[str, dict[str, Any]]:
    """Return an event's type for the catalogue and its clear facts. A fact that a clock heard goes by its effect."""
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
    """Return an event's fields as JSON without sealed parts; `Fact` structs are also spread into the event's fields."""
    values = {name: getattr(event, name) for name in event.__struct_fields__}
    for fact in [value for value in values.values() if isinstance(value, Fact)]:
        values |= {name: getattr(fact, name) for name in fact.__struct_fields__ if name not in values}
    return {name: _clear(value) for name, value in values.items() if not isinstance(value, Sealed)}


def _clear(value: object) -> Any:
    """Return a value without its sealed parts."""
    if isinstance(value, msgspec.Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        return {name: _clear(part) for name, part in parts.items() if not isinstance(part, Sealed)}
    if isinstance(value, dict):
        return {name: _clear(part) for name, part in value.items() if not isinstance(part, Sealed)}
    if isinstance(value, tuple):
        return [_clear(each) for each in value if not isinstance(each, Sealed)]
    return msgspec.to_builtins(value)


def tell(type_name: str, facts: Mapping[str, Any], names: Names = NO_NAMES) -> EventText:
    """Put an event into words. An unknown type is shown by its name. `names` are the policy's words."""
    words = event_words(type_name) if type_name in event_types() else Words(f"事件 {type_name}")
    known = {**values(), **_signers(national_roles().labels), **names}
    shown = Facts({name: _word(value, name, known.get(name, {})) for name, value in facts.items()})
    return words.tell(shown, [name for name, value in facts.items() if value])


def _word(value: Any, name: str, words: Mapping[str, str]) -> Any:  # noqa: PLR0911  # one for each kind of value
    """Return a field's value in words: days in Chinese, codes by `words`, a basis as its clause, a paper as its number."""
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
            return words.get(value, value)
        case _:
            return value


def _of_mapping(value: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return a paper, proof of service, finding, basis or 审查单 in words; of a 审查单 the questions answered yes."""
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


def actor_words(actor: str, people: Mapping[str, str], names: Names = NO_NAMES) -> str:
    """Return the actor in words: role and name of staff, 申请人, or the service.

    `people`: person id → name; a person without a name is shown by the id. `names` are the policy's words.
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
    """Return a policy's words for outcomes, applicant kinds, evidence, form fields and roles."""
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


def state_lines(state: RequestState, names: Names) -> list[tuple[str, list[str]]]:
    """Return a request's state in words, always the same lines: label → values."""
    outcome = names["outcome"].get(state.outcome, state.outcome)
    draft = [f"第{state.draft}稿：{outcome}"] if state.draft else ["尚无"]
    letters = [_value("letter-state", answer) for answer in state.letters.values()]
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
    said = f"{_value('clock', clock.clock)}：{_value('clock-state', clock.standing)}"
    if clock.due_on is not None:
        said += f"，到期日{chinese_date(clock.due_on)}"
    if clock.standing == STOPPED:
        said += f"，{_value('in_time', str(clock.in_time).lower())}"
    return said


def _value(field: str, code: str) -> str:
    return values()[field].get(code, code)
