"""Every route of every service against what schemathesis thinks of: no answer is a fault of ours.

The document has the pages in it, not only the API: what is published is the smallest part of what can be called.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from uuid import UUID, uuid5

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from deploy.topology import SERVICES
from support.pages.page_schema import every_route
from support.pages.visitors import EVERY_ROLE, SECRET, pass_of, visitor
from support.servers.third_bureau import APPLICANT, ThirdBureauStack

ENDLESS = ("/live",)
"""A stream of news never ends: its refusals are tested with the other pages, its news in tests/reporting."""
EXAMPLES = 8
"""Of each operation, positive and negative each; every visitor sends the same."""
REFUSALS = 2
"""Who was turned away so often from an address that exists sends no more: the door reads no further whatever is sent."""
TURNED_AWAY = frozenset({401, 403})
SIGN_IN = "/signin/renew"
"""Where a page sends who is not signed in."""
SERVER_FAULT = 500
VISITORS = {"nobody": (), "staff": EVERY_ROLE, "supervisor": ("supervisor",)}
NAMESPACE = UUID("5a0c1fd5-3a3c-5d7e-9a62-6cf5ad0b2f11")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CALM = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def request_id(third_bureau: ThirdBureauStack) -> str:
    """A request that is there: what is asked of it goes deeper than a page that is not found."""
    with visitor(third_bureau.state) as program:
        answer = program.post(
            f"/api/{third_bureau.agency}/requests",
            headers={"idempotency-key": str(uuid5(NAMESPACE, "request"))},
            json=APPLICANT,
        )
    found: str = answer.json()["request_id"]
    return found


class Caller:
    """One visitor at one service: sends what he is given, and keeps what was answered."""

    def __init__(self, third_bureau: ThirdBureauStack, service: str, who: str, request_id: str) -> None:
        self.answers: Counter[int] = Counter()
        self.faults: list[str] = []
        self._who, roles = who, VISITORS[who]
        self._address = f"http://127.0.0.1:{third_bureau.state.ports[service]}"
        self._known = {"agency": third_bureau.agency, "request_id": request_id, "year": "2025"}
        self._commands: Iterator[int] = count()
        self._refusals: Counter[str] = Counter()
        """Operation → how often it turned this visitor away from an address that exists."""
        signed_in = (
            {"lantai_pass": pass_of(third_bureau.state, (third_bureau.agency,), roles, "综合室")}
            if roles
            else {}
        )
        self._cookies = {"lantai_form": SECRET, **signed_in}

    def send(self, case: schemathesis.Case, *, deep: bool) -> None:
        """Send one example; `deep`: to an address that exists, as a form that its page would have made."""
        operation = case.operation.label
        if self._refusals[operation] >= REFUSALS:
            return
        if deep:
            known = {key: text for key, text in self._known.items() if key in case.path_parameters}
            case.path_parameters = {**case.path_parameters, **known}
            if isinstance(case.body, dict) and "json" not in (case.media_type or ""):
                command = str(uuid5(NAMESPACE, f"command {self._who} {next(self._commands)}"))
                case.body = {**case.body, "csrf": SECRET, "command_id": command}
        answer = case.call(base_url=self._address, cookies=self._cookies, allow_redirects=False, timeout=30)
        self.answers[answer.status_code] += 1
        to_sign_in = any(place.startswith(SIGN_IN) for place in answer.headers.get("location", ()))
        self._refusals[operation] += deep and (answer.status_code in TURNED_AWAY or to_sign_in)
        if answer.status_code >= SERVER_FAULT:
            self.faults.append(f"{self._who}: {answer.status_code} {case.as_curl_command()}")


@pytest.mark.parametrize("service", SERVICES)
def test_no_input_makes_a_service_fail(third_bureau: ThirdBureauStack, request_id: str, service: str) -> None:
    """What the description allows and what it does not, to every route, signed in or not, is answered below 500."""
    callers = [Caller(third_bureau, service, who, request_id) for who in VISITORS]
    document = every_route(service, third_bureau.state, third_bureau.folder)
    schema = schemathesis.openapi.from_dict(document)
    operations = [found.ok() for found in schema.get_all_operations()]
    tried = [each for each in operations if not each.path.endswith(ENDLESS)]
    examples = 0

    def send(case: schemathesis.Case, deep: bool) -> None:  # noqa: FBT001  # Hypothesis draws it
        nonlocal examples
        examples += 1
        for caller in callers:
            caller.send(case, deep=deep)

    for operation in tried:
        right, wrong = (operation.as_strategy(generation_mode=mode) for mode in MODES)
        CALM(given(case=right, deep=st.booleans())(send))()
        with suppress(Unsatisfiable):  # of an address without parameters nothing can be wrong
            CALM(given(case=wrong, deep=st.booleans())(send))()

    assert [fault for caller in callers for fault in caller.faults] == []
    assert examples >= EXAMPLES * len(tried)
    assert all(caller.answers.total() >= len(tried) for caller in callers)
