"""A deployment's own folder of packs, as its services come to use it."""

from datetime import date
from pathlib import Path

import pytest

from shared.policy import BrokenPack, Policy, UnknownAgency
from shared.process.settings import Settings
from shared.service.runtime import Runtime
from shared.web.pages.sites import sites

ON = date(2025, 3, 3)


def runtime(**settings_given: Path) -> Runtime:
    """A runtime that has connected to nothing yet."""
    nowhere = "postgresql://nowhere/lantai"
    return Runtime(
        Settings(
            service="review",
            listen_port=0,
            database_app_dsn=nowhere,
            database_carrier_dsn=nowhere,
            nats_url="nats://nowhere",
            pass_public_key="",
            **settings_given,
        )
    )


def test_an_agency_of_the_folder_is_served(write_pack):
    """Policy and pages know the agency that a folder adds, beside the built-in ones."""
    rules = '[reply.working_days]\nvalue = 15\nclause = "第三条"\nsource = "own"\n'

    serving = runtime(policy_folder=write_pack(rules))

    assert serving.policy("ceshi", ON)["reply.working_days"].value == 15
    assert {"ceshi", "qionghai", "tongliao"} == set(sites(ON, serving.library))


def test_without_a_folder_the_built_in_packs_apply():
    """An agency that no pack names is unknown."""
    serving = runtime()

    assert serving.policy("qionghai", ON)["agency.name"] == Policy("qionghai", ON)["agency.name"]
    with pytest.raises(UnknownAgency):
        serving.policy("ceshi", ON)


def test_a_faulty_pack_stops_the_start(write_pack):
    """A service that would misread the law does not begin to serve."""
    folder = write_pack('[reply.working_days]\nvalue = "soon"\nclause = "第三条"\nsource = "own"\n')

    with pytest.raises(BrokenPack):
        runtime(policy_folder=folder)
