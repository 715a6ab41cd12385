"""The dependencies of intake's handlers over a log and a vault, with the shipped packs."""

from intake.register.numbers import NumberPools
from intake.request.application import Application
from intake.request.handlers.dependencies import Dependencies
from intake.request.handlers.papers import Papers
from shared.files.blobs import MemoryBlobs
from shared.policy import Policy

APPLICATION = Application(
    applicant_kind="natural_person",
    name="陈小明",
    identity_kind="居民身份证",
    identity_number="460002199001011234",
    phone="13800000000",
    content="2024年分镇农村居民人均可支配收入",
    supply_form="electronic",
    delivery="download",
)
"""A complete application on line."""


def office_over(store, vault):
    """Handler dependencies with their own number pools."""
    return Dependencies(store=store, vault=vault, policy_of=Policy, number_pools=NumberPools(store))


class PressInPlace:
    """Renders at once, without a process."""

    def __init__(self, press):
        self._press = press

    async def render(self, document):
        """The PDF."""
        return self._press.render(document)


def papers_over(press, blobs=None):
    """A papers service outside an exercise."""
    return Papers(renderer=PressInPlace(press), blobs=blobs or MemoryBlobs(), exercise=False)
