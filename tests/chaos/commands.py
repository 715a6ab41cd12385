"""The commands on one request, in order: file it, then take it through the office to its reply.

Each command is one HTTP request. Its key is drawn before it is sent first and is the same at every repetition. The
event that it must leave in the log is known beforehand: type, stream and actor.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode
from uuid import UUID

from chaos.oracle import PromisedEvent
from intake.account.commands import new_person

AGENCY = "qionghai"
"""The agency that takes requests on line; 通辽 does not."""

CLERK, SECTION, DEPUTY, HEAD = STAFF = ("qh.chen", "qh.fu", "qh.wang", "qh.he")
ISSUED_IN = 20
"""One request in `ISSUED_IN` is signed and rendered as a PDF; the others stop at the draft."""

APPLICATION = {
    "applicant_kind": "natural_person",
    "identity_kind": "护照",
    "identity_number": "E12345678",
    "phone": "13800000000",
    "email": "someone@example.com",
    "address": "琼海市嘉积镇",
    "postcode": "571400",
    "content": "2024 年统计公报全文",
    "supply_form": "paper",
    "delivery": "post",
}
SHEET = {
    "attribute": "open",
    "state_secret": "no",
    "law_forbids": "no",
    "statistical_respondent": "no",
    "three_security_one_stability": "no",
    "trade_secret": "no",
    "personal_privacy": "no",
}
DRAFT = {
    "outcome": "granted",
    "clause": "条例第三十六条第（二）项",
    "finding": "经检索，您申请公开的统计公报由本机关制作并保存。",
    "decision": "现向您提供下列材料。",
    "materials": "2024 年统计公报",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One act of staff on a request."""

    login: str
    role: str
    service: str
    act: str
    event: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def command(self, request_id: str, random: Random) -> "ClientCommand":
        """The command of this act on a request."""
        key = UUID(int=random.getrandbits(128), version=4)
        noun, stream = ("requests", "request") if self.service == "intake" else ("cases", "case")
        actor = f"staff/{new_person(self.login)}/{self.role}/-"
        promised = PromisedEvent(self.service, AGENCY, f"{stream}/{request_id}", self.event, actor)
        path = f"/{self.service}/{AGENCY}/{noun}/{request_id}/{self.act}"
        return ClientCommand(
            path, urlencode({**self.fields, "command_id": str(key)}).encode(), self.login, promised, key
        )


def _sign(login: str, role: str) -> Step:
    return Step(login, role, "review", "sign", "draft-signed", {"level": role, "draft": "1"})


DRAFTED = (
    Step(CLERK, "clerk", "intake", "check", "formal-check-completed"),
    Step(CLERK, "clerk", "intake", "accept", "request-accepted"),
    Step(CLERK, "clerk", "review", "assign", "case-assigned", {"section": "s-zonghe"}),
    Step(SECTION, "section", "review", "review", "sheet-completed", SHEET),
    Step(SECTION, "section", "review", "propose", "outcome-proposed", DRAFT),
)
SIGNED = (_sign(SECTION, "section"), _sign(DEPUTY, "deputy"), _sign(HEAD, "head"))


@dataclass(frozen=True, slots=True)
class ClientCommand:
    """A command as it is sent. `login` is None for an applicant's.

    `promised` is None until the answer gives the request's id.
    """

    path: str
    body: bytes
    login: str | None
    promised: PromisedEvent | None
    key: UUID


def filing(random: Random) -> ClientCommand:
    """File a request by the API. The answer gives the request's id."""
    key = UUID(int=random.getrandbits(128), version=4)
    body = json.dumps({**APPLICATION, "name": f"申请人{key.hex[:6]}"}).encode()
    return ClientCommand(f"/api/{AGENCY}/requests", body, None, None, key)


def filed(request_id: str) -> PromisedEvent:
    """The event that a filing must leave."""
    return PromisedEvent(
        "intake", AGENCY, f"request/{request_id}", "request-received", "applicant/api/self/-"
    )


def afterwards(request_id: str, random: Random) -> Iterator[ClientCommand]:
    """The commands of the office on a request."""
    steps = (*DRAFTED, *SIGNED) if random.randrange(ISSUED_IN) == 0 else DRAFTED
    return (step.command(request_id, random) for step in steps)
