"""Intake's behaviour, wired: what each command makes happen in each state, what each event makes of the state."""

from intake.domain.commands import RequestCommand
from intake.domain.request import NoRequest, Request
from intake.domain.request_decisions import decide_request
from intake.domain.request_evolution import evolve_request
from shared.command.decider import Decider
from shared.events.intake import IntakeEvent

request_decider: Decider[Request, RequestCommand, IntakeEvent] = Decider(
    NoRequest(), decide_request, evolve_request
)
