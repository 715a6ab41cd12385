"""Intake's behaviour, wired: what each command makes happen in each state, what each event makes of the state."""

from intake.request.commands import RequestCommand
from intake.request.decide import decide_request
from intake.request.evolve import evolve_request
from intake.request.state import NoRequest, Request
from shared.command.decider import Decider
from shared.events.intake import IntakeEvent

request_decider: Decider[Request, RequestCommand, IntakeEvent] = Decider(
    NoRequest(), decide_request, evolve_request
)
