"""What a stack chose once, and the environment that services get of it."""

import base64
import socket
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from deploy.errors import Damaged, Unable
from deploy.place import environment, running, state
from deploy.place.folder import StackFolder
from deploy.servers.ports import NoFreePort, free_ports
from deploy.topology import SERVICES


@pytest.fixture
def chosen():
    return state.with_ports(state.choose())


def _environments(chosen, folder):
    return {service: environment.for_service(chosen, folder, service) for service in SERVICES}


def test_state_is_private_and_read_back(tmp_path, chosen):
    """The file is for its owner only and holds all that was chosen."""
    file = tmp_path / "state.json"

    state.save(chosen, file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert state.load(file) == chosen


@pytest.mark.parametrize(("exercise", "limit"), [(True, "0"), (False, "7")])
def test_an_exercise_has_no_limit_on_filing(tmp_path, chosen, monkeypatch, exercise, limit):
    """A year within minutes comes from one address; otherwise the operator's own limit reaches the service."""
    monkeypatch.setenv("LANTAI_FILINGS_PER_ADDRESS_HOUR", "7")

    given = _environments(replace(chosen, exercise=exercise), StackFolder.of(tmp_path))

    assert given["intake"]["LANTAI_FILINGS_PER_ADDRESS_HOUR"] == limit


def test_nothing_is_loaded_where_no_stack_was_started(tmp_path):
    """A folder without a stack has no state."""
    assert state.load(tmp_path / "state.json") is None


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'{"ports": 5}'])
def test_a_damaged_file_is_named_with_what_to_do(tmp_path, content):
    """What a hand or a disk has spoiled is said in a sentence, never shown as a fault of the program."""
    file = tmp_path / "state.json"
    file.write_bytes(content)

    with pytest.raises(Damaged, match=r"state.json 已损坏.*请从备份恢复"):
        state.load(file)
    with pytest.raises(Damaged):
        running.read(file)


def test_a_file_in_the_folders_place_is_named(tmp_path):
    """Where `.lantai` is no folder, nothing is overwritten."""
    (tmp_path / ".lantai").write_text("mine")

    with pytest.raises(Unable, match="不是文件夹"):
        StackFolder.of(tmp_path).create()


def test_two_stacks_share_no_secret():
    """Every stack has its own passwords and keys."""
    one, other = state.choose(), state.choose()

    assert not set(one.roles.values()) & set(other.roles.values())
    assert not set(one.bus.values()) & set(other.bus.values())
    assert one.pass_private_key != other.pass_private_key
    assert set(one.vault.values()).isdisjoint(other.vault.values())


def test_public_key_belongs_to_the_private_key(chosen):
    """Services verify with the public half of the key that intake signs with."""
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(chosen.pass_private_key))

    assert base64.b64encode(private.public_key().public_bytes_raw()).decode() == chosen.pass_public_key
    assert {len(base64.b64decode(secret)) for secret in chosen.vault.values()} == {32}


def test_ports_stay_where_they_are_free(chosen):
    """A second start gets the ports of the first; a taken one is replaced by a free one."""
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", chosen.ports["intake"]))
        squatter.listen(1)

        again = state.with_ports(chosen)

    changed = {name for name in chosen.ports if again.ports[name] != chosen.ports[name]}
    assert changed == {"intake"}


def test_taken_portal_port_that_was_asked_for_is_refused(chosen):
    """A port given by number is not silently replaced."""
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen(1)

        with pytest.raises(NoFreePort, match="已被占用"):
            state.with_ports(chosen, squatter.getsockname()[1])


def test_ports_are_distinct_and_outside_the_range_of_outgoing_connections():
    """No two names share a port, and no outgoing connection can take one while a service restarts."""
    ports = free_ports({str(n): 0 for n in range(50)}).values()

    assert len(set(ports)) == 50
    assert max(ports) < 32_768


def test_each_service_gets_its_own_secrets_only(tmp_path, chosen):
    """Only intake signs and opens identities, only review third parties; these two reach keys; nobody gets the superuser."""
    environments = _environments(chosen, StackFolder.of(tmp_path))

    holders = lambda name: {service for service in SERVICES if name in environments[service]}  # noqa: E731  # read thrice below
    assert holders("LANTAI_PASS_PRIVATE_KEY") == holders("LANTAI_VAULT_IDENTITY") == {"intake"}
    assert holders("LANTAI_VAULT_TEXT") == holders("LANTAI_VAULT_PLAIN") == {"intake", "review"}
    assert holders("LANTAI_VAULT_PARTY") == {"review"}
    assert holders("LANTAI_KEYS_DSN") == {"intake", "review"}
    assert holders("LANTAI_BLOB_FOLDER") == {"intake", "review"}
    assert holders("LANTAI_PASS_PUBLIC_KEY") == set(SERVICES)
    for service in SERVICES:
        text = " ".join(environments[service].values())
        assert chosen.roles["postgres"] not in text
        assert chosen.bus["deploy"] not in text
        assert not any(chosen.bus[other] in text for other in SERVICES if other != service)
