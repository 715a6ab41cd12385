"""Intake's office over a log and a vault, by the packs as they ship."""

from intake.handlers import Office
from intake.registers import Registers
from shared.policy import Policy


def office_over(store, vault):
    """What handlers are given, with registers of its own."""
    return Office(store=store, vault=vault, policy_of=Policy, registers=Registers(store))
