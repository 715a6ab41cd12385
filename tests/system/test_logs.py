"""What the services of a played stack write: a line for every request, and nothing of the person who asked."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from deploy.demo.acts.filing import answers_of
from deploy.demo.checks.clear_text import ID, IDENTITY, TELEPHONE
from deploy.topology import SERVICES
from support.servers.stack import DemoStack

SHORT = 3
"""Answers of at most so many signs ("post") stand in every log; longer ones are a person's words."""
PUBLIC = {"natural_person", "electronic", "download", "email", "paper", "post"}


@pytest.fixture
def texts(stack: DemoStack) -> Mapping[str, str]:
    """Service → its whole log."""
    return {service: stack.folder.log(service).read_text("utf-8") for service in SERVICES}


def lines(text: str) -> Iterator[dict[str, Any]]:
    """The structured lines of a log."""
    return (json.loads(line) for line in text.splitlines() if line.startswith("{"))


def test_every_request_has_a_line(texts):
    """A line has its ids and the route's template; those of staff name account and agency."""
    requests = [line for line in lines(texts["intake"]) if line["event"] == "request"]

    assert requests
    assert all(line["request_id"] and line["trace_id"] and "route" in line for line in requests)
    registered = [
        line for line in requests if line["route"] == "/intake/{agency}/requests/{request_id}/accept"
    ]
    assert {(line["account"], line["agency"]) for line in registered} == {("qh.chen", "qionghai")}


def test_sign_ins_are_audited(texts):
    """Every sign-in of the demo has its line, with account and agency."""
    signed_in = [line for line in lines(texts["intake"]) if line["event"] == "sign-in.done"]

    assert {"qh.chen"} <= {line["account"] for line in signed_in}
    assert all(line["audit"] and line["request_id"] for line in signed_in)


def test_nothing_of_the_applicant_is_logged(stack, texts):
    """No answer of the form, no query code, no telephone or identity number stands in any log."""
    answers = set(answers_of(stack.request).values()) - PUBLIC
    words = {answer for answer in answers if len(answer) > SHORT} | {
        stack.slip.query_code,
        stack.state.staff_password,
    }

    for service, text in texts.items():
        assert [word for word in words if word in text] == [], service
        bare = ID.sub("", text)
        assert TELEPHONE.search(bare) is None, service
        assert IDENTITY.search(bare) is None, service
