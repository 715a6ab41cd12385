"""The files of the containers: each gets its own secrets, once."""

import json
import stat

import pytest

from deploy.bus.rights import users
from deploy.containers.files import AlreadyConfigured, configure, files_for
from deploy.place.state import choose
from deploy.topology import SERVICES

STATE = choose()
FILES = files_for(STATE, "https://xxgk.example.gov.cn")


def variables(file):
    return dict(line.split("=", 1) for line in FILES[file].splitlines())


@pytest.mark.parametrize("service", SERVICES)
def test_no_secret_of_another(service):
    """A service's file holds no password of another service, of the superuser or of the bus's admin."""
    others = {
        name: secret for name, secret in {**STATE.roles, **STATE.bus}.items() if not name.startswith(service)
    }

    assert len(others) > len(SERVICES)
    assert not [name for name, secret in others.items() if secret in FILES[f"{service}.env"]]


@pytest.mark.parametrize("service", SERVICES)
def test_addresses_are_the_containers(service):
    """Every server is named as compose.yaml names it; nothing points at the container itself."""
    assert "127.0.0.1" not in FILES[f"{service}.env"]
    assert variables(f"{service}.env")["LANTAI_NATS_URL"] == "nats://nats:4222"


def test_only_intake_signs_and_opens_identities():
    """The key of passes and the secret of identities are intake's; review also opens a request's text."""
    holders = {
        secret: [one for one in SERVICES if secret in variables(f"{one}.env")]
        for secret in (
            "LANTAI_PASS_PRIVATE_KEY",
            "LANTAI_VAULT_IDENTITY",
            "LANTAI_VAULT_TEXT",
            "LANTAI_VAULT_PARTY",
            "LANTAI_KEYS_DSN",
        )
    }

    assert list(holders.values()) == [
        ["intake"],
        ["intake"],
        ["intake", "review"],
        ["review"],
        ["intake", "review"],
    ]


@pytest.mark.parametrize(
    ("url", "secure"), [("https://a.example.gov.cn", "1"), ("http://127.0.0.1:8080", "0")]
)
def test_cookies_are_secure_behind_tls(url, secure):
    """Cookies are for TLS only where the public address is."""
    assert f"LANTAI_SECURE_COOKIES={secure}\n" in files_for(STATE, url)["intake.env"]


def test_bus_users_are_the_house():
    """The broker's users and their rights are those of the local stack."""
    assert json.loads(FILES["nats.conf"])["authorization"]["users"] == users(STATE.bus)


def test_files_are_private_and_final(tmp_path):
    """The files are readable by their owner only; a second run replaces none of them."""
    written = configure(tmp_path / "env", "http://127.0.0.1")
    before = [file.read_bytes() for file in written]

    with pytest.raises(AlreadyConfigured, match=r"intake\.env"):
        configure(tmp_path / "env", "http://127.0.0.1")

    assert {stat.S_IMODE(file.stat().st_mode) for file in written} == {0o600}
    assert [file.read_bytes() for file in written] == before
