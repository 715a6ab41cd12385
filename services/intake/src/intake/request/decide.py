"""Decides commands on a request: passes each command to the file of its subject."""

from collections.abc import Sequence

from intake.request.commands import DestroyKey, FileRequest, RequestCommand, ViewApplicant
from intake.request.correction.commands import CorrectionCommand
from intake.request.correction.decide import decide_correction
from intake.request.evolve import evolve_request
from intake.request.filing import decide_filed, receive
from intake.request.keeping import destroy, view
from intake.request.serving.commands import PaperCommand
from intake.request.serving.decide import decide_paper
from intake.request.state import Filed, NoRequest, Request
from shared.command.decider import Decider, NotFound
from shared.events.intake.intake_event import IntakeEvent


def decide_request(state: Request, command: RequestCommand) -> Sequence[IntakeEvent]:
    """The events of `command` in `state`. Raises `Refusal`."""
    match command:
        case FileRequest():
            return receive(state, command)
        case ViewApplicant():
            return view(filed(state), command)
        case DestroyKey():
            return destroy(filed(state), command)
        case _ if isinstance(command, CorrectionCommand):
            return decide_correction(filed(state), command)
        case _ if isinstance(command, PaperCommand):
            return decide_paper(filed(state), command)
        case _:
            return decide_filed(filed(state), command)


def filed(state: Request) -> Filed:
    """The state of a filed request. Raises `Refusal` when there is no request."""
    if isinstance(state, NoRequest):
        raise NotFound("request-unknown", "没有找到这件申请。请核对登记编号。")
    return state


request_decider: Decider[Request, RequestCommand, IntakeEvent] = Decider(
    NoRequest(), decide_request, evolve_request
)
