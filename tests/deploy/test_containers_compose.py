"""compose.yaml and the Dockerfile agree with the project's own topology and settings."""

import re
from pathlib import Path

import pytest
import yaml

from deploy.containers.files import files_for
from deploy.place.state import choose
from deploy.servers.caddy import TEMPLATES
from deploy.topology import SERVICES

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
CONTAINERS = COMPOSE["services"]
OURS = (*SERVICES, "provision")


@pytest.mark.parametrize("name", OURS)
def test_ours_are_unprivileged(name):
    """Our containers write nothing but their volumes and hold no capability; nobody outside reaches them."""
    ours = CONTAINERS[name]

    assert ours["read_only"]
    assert ours["cap_drop"] == ["ALL"]
    assert ours["security_opt"] == ["no-new-privileges:true"]
    assert ours["networks"] == ["inner"]
    assert COMPOSE["networks"]["inner"] == {"internal": True}


def test_only_the_gateway_is_published():
    """One origin: no other container has a port on the machine, and the gateway's is not open to the world unasked."""
    published = {name: each["ports"] for name, each in CONTAINERS.items() if "ports" in each}

    assert published == {"gateway": ["${LANTAI_LISTEN:-127.0.0.1:8080}:8080"]}


@pytest.mark.parametrize("service", SERVICES)
def test_service_is_built_and_told_as_itself(service):
    """A service's container has its own image and its own secrets, and starts once all is provisioned."""
    ours = CONTAINERS[service]

    assert ours["build"]["args"] == {"SERVICE": service}
    assert ours["env_file"] == f"env/{service}.env"
    assert ours["depends_on"] == {"provision": {"condition": "service_completed_successfully"}}


def test_every_file_is_one_that_configure_writes():
    """What compose.yaml reads from env/ is exactly what `lantai configure` writes."""
    read = {each["env_file"] for each in CONTAINERS.values() if "env_file" in each}
    mounted = {"env/nats.conf"} if "./env/nats.conf:" in str(CONTAINERS["nats"]["volumes"]) else set()

    assert read | mounted == {f"env/{name}" for name in files_for(choose(), "http://127.0.0.1")}


def test_gateway_is_told_all_it_asks():
    """Every variable of the Caddyfile has its value, and the services are where the gateway looks for them."""
    asked = set(re.findall(r"\{\$(\w+)", (TEMPLATES / "Caddyfile").read_text(encoding="utf-8")))
    variables = CONTAINERS["gateway"]["environment"]

    assert asked == set(variables)
    assert {variables[f"LANTAI_{service.upper()}"] for service in SERVICES} == {
        f"{one}:8000" for one in SERVICES
    }


@pytest.mark.parametrize("service", [*SERVICES, "provision"])
def test_every_service_reads_the_same_packs(service):
    """The folder of added agencies is mounted, unwritable, where each service, and what opens the lanes, is told to look."""
    variables = dict(
        line.split("=", 1) for line in files_for(choose(), "http://x")[f"{service}.env"].splitlines()
    )

    assert f"./packs:{variables['LANTAI_POLICY_FOLDER']}:ro" in CONTAINERS[service]["volumes"]
