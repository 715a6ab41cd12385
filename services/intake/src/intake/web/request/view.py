"""The staff page of one request: status, content and possible actions, limited to what the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from intake.context import PageContext
from intake.request_view import RequestView, load_view
from intake.web.parts.cookies import ticket_of
from intake.web.parts.findings import checkable, labels_of
from intake.web.parts.instants import INSTANTS, PLAIN_POST
from intake.web.parts.timeline import STATUS, timeline_of
from shared.command.decider import NotFound
from shared.events.codes import DESTRUCTION_REASONS
from shared.policy import Policy
from shared.time.clock import legal_day
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of
from shared.words.catalogue import codes

IDENTITY_LABELS: Final = {
    "name": "姓名或者名称",
    "identity_kind": "证件名称",
    "identity_number": "证件号码",
    "organisation": "工作单位",
    "phone": "联系电话",
    "fax": "传真",
    "email": "电子邮箱",
    "address": "通信地址",
    "postcode": "邮政编码",
}


@dataclass(frozen=True, slots=True)
class RequestPage:
    """The page of one request, shown after a GET and after a refused form."""

    context: PageContext

    async def found(self, agency: str, request_id: UUID) -> RequestView:
        """The request. Raises `Refusal` (404)."""
        view = await load_view(self.context, agency, request_id)
        if view is None:
            raise NotFound("request-unknown", "没有找到这件申请。请核对登记编号。")
        return view

    async def show(self, request: Request, held: Pass, view: RequestView, form: FormReader) -> Response:
        """Render the page, with the typed form if one was refused."""
        policy = await self.context.policy(view.row["agency"])
        person = _person(view) if self.opened(request, held, view) else None
        kinds = {kind.id: kind.label for kind in policy["applicant.kinds"].value}
        shown: dict[str, Any] = {
            "view": view,
            "status_words": STATUS[view.row["status"]],
            "person": person,
            "labels": IDENTITY_LABELS,
            "today": legal_day(await self.context.clock.now()),
            "purposes": codes("purpose").items(),
            "methods": codes("method", "public").items(),
            "reasons": [(reason, codes("reason")[reason]) for reason in DESTRUCTION_REASONS],
            "checkable": checkable(policy),
            "codes": codes("finding"),
            "field_labels": labels_of(policy),
            "kind": kinds.get(view.row["applicant_kind"], ""),
            "check_rule": policy["correction.notice_working_days"],
            "respond_rule": policy["correction.respond_working_days"],
            "slip_rule": policy["receipt_slip"],
            "timeline": timeline_of(view),
            "channel": _channel(policy, view),
            "moments": _moments(view),
            "serving": _serving(request, view),
        }
        pages = web_of(request).pages
        return pages.render(
            request, "request/request.html", status=422 if form.errors else 200, form=form, **shown
        )

    def opened(self, request: Request, held: Pass, view: RequestView) -> bool:
        """Whether this person holds a valid ticket for the applicant's identity and the key still exists."""
        ticket = ticket_of(request, self.context, view.row["agency"], "identity")
        mine = ticket is not None and ticket.holder == held.account
        return bool(mine and ticket and ticket.request_id == view.row["request_id"] and view.key)


def _serving(request: Request, view: RequestView) -> str:
    """The paper whose service can be recorded now: `extension`, `reply`, or "".

    Only one form is shown, so element ids are unique. An extension notice can still be recorded when the reply is
    ready to be served: by `?serve=extension`, or by its refused form.
    """
    if view.row["status"] not in ("accepted", "replied"):
        return ""
    asked = request.query_params.get("serve") or request.url.path.rpartition("/")[2]
    if view.extension_unserved and (
        view.row["status"] == "accepted" or asked in ("extension", "extension-served")
    ):
        return "extension"
    return "reply" if view.row["status"] == "replied" else ""


def _person(view: RequestView) -> list[tuple[str, str, str]]:
    filled = ((label, view.text(field)) for field, label in IDENTITY_LABELS.items())
    return [(label, text, "") for label, text in filled if text]


def _channel(policy: Policy, view: RequestView) -> str:
    """The agency's own label of the channel."""
    labels = {channel.id: channel.label for channel in policy["channels"].value} | {"post_plain": PLAIN_POST}
    return str(labels.get(view.row["channel"], view.row["channel"]))


def _moments(view: RequestView) -> Sequence[tuple[str, datetime]]:
    """The recorded raw instants, in the order in which they can happen."""
    noted = view.row["instants"]
    return [(label, datetime.fromisoformat(noted[name])) for name, label in INSTANTS.items() if name in noted]
