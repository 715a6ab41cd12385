"""A bureau joins a stack by a folder of rules alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.place.environment import for_service
from deploy.place.folder import StackFolder
from deploy.place.state import choose
from deploy.seed import agencies
from shared.policy import library_with
from shared.process.settings import Settings


@pytest.fixture
def stack(tmp_path):
    """A stack's folder; nothing runs."""
    place = tmp_path / "place"
    place.mkdir()
    return StackFolder.of(place).create()


def test_an_added_agency_is_one_of_the_stack(stack, write_pack):
    """Beside the built-in ones, and for every service of the stack alike."""
    assert agencies.add(stack, write_pack() / "ceshi") == "ceshi"

    assert set(agencies.library_of(stack).agencies()) == {"ceshi", "qionghai", "tongliao"}
    state = choose()
    for service in ("intake", "review", "deadline", "reporting"):
        ports = dict.fromkeys(("postgres", "nats", "portal", service), 1)
        variables = for_service(type(state)(**{**_fields(state), "ports": ports}), stack, service)
        settings = Settings(
            **{name.removeprefix("LANTAI_").lower(): value for name, value in variables.items()}
        )
        assert "ceshi" in library_with(settings.policy_folder).agencies()


def _fields(state):
    return {name: getattr(state, name) for name in state.__struct_fields__}


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ('[reply.working_days]\nvalue = "soon"\nclause = "第三条"\nsource = "own"\n', "规则包有误"),
        ('[reply.working_days]\nvalue = 15\nclause = "第三条"\nsource = "nowhere"\n', "没有增加机关"),
    ],
)
def test_a_faulty_pack_leaves_nothing_behind(stack, write_pack, rules, says):
    """What the services would refuse to start with is refused here, with the fault."""
    folder = write_pack(rules) / "ceshi"

    with pytest.raises(agencies.Unfit, match=says):
        agencies.add(stack, folder)

    assert list(stack.packs.iterdir()) == []
    assert not [path for path in stack.root.iterdir() if path.name.startswith("tmp")]


def test_the_same_folder_twice_is_refused(stack, write_pack):
    """What a stack already works by is not replaced in silence."""
    folder = write_pack() / "ceshi"
    agencies.add(stack, folder)

    with pytest.raises(agencies.Unfit, match="已经有名为 ceshi 的规则包"):
        agencies.add(stack, folder)


def test_two_packs_of_one_agency_and_one_time_are_refused(stack, write_pack):
    """Another folder name does not hide that the agency has its rules already."""
    write_pack()
    root = write_pack(pack_id="ceshi", folder="again")
    agencies.add(stack, root / "ceshi")

    with pytest.raises(agencies.Unfit, match="ceshi"):
        agencies.add(stack, root / "again")


def test_a_folder_without_a_pack_is_named(stack, tmp_path):
    """The sentence says what is missing."""
    with pytest.raises(agencies.Unfit, match=r"pack\.toml"):
        agencies.add(stack, tmp_path)


def _link(file):
    file.symlink_to("/etc/hostname")


@pytest.mark.parametrize("make", [_link, os.mkfifo, Path.mkdir], ids=["a link", "a pipe", "a folder"])
def test_rules_that_are_no_file_of_the_folder_are_refused(stack, write_pack, make):
    """What would be read from elsewhere, or never end, is named and leaves nothing behind."""
    folder = write_pack() / "ceshi"
    make(folder / "more.toml")

    with pytest.raises(agencies.Unfit, match=r"more\.toml 不是普通文件"):
        agencies.add(stack, folder)

    assert not list(stack.packs.iterdir())
    assert not [path for path in stack.root.iterdir() if path.name.startswith("tmp")]


def test_only_the_rules_are_copied(stack, write_pack):
    """What lies beside them stays where it is, also what a link leads to."""
    folder = write_pack() / "ceshi"
    (folder / "notes.txt").write_text("draft", "utf-8")
    (folder / "elsewhere").symlink_to("/")

    agencies.add(stack, folder)

    assert {path.suffix for path in (stack.packs / "ceshi").iterdir()} == {".toml"}


def test_a_stack_with_a_spoiled_pack_does_not_start(stack):
    """Somebody's edit by hand is found before anything is written."""
    (stack.packs / "own").mkdir()
    (stack.packs / "own" / "pack.toml").write_text('id = "own"\n', "utf-8")

    with pytest.raises(agencies.Unfit, match="规则包有误"):
        agencies.library_of(stack)


def test_the_command_adds_and_lists(write_pack, tmp_path):
    """`lantai agency add FOLDER` says what comes next; a fault is one sentence and code 1."""
    folder = write_pack() / "ceshi"

    added = _lantai(tmp_path, "agency", "add", str(folder))
    again = _lantai(tmp_path, "agency", "add", str(folder))
    listed = _lantai(tmp_path, "agency", "list")

    assert (added.returncode, again.returncode) == (0, 1)
    assert "已增加机关 ceshi" in added.stdout
    assert listed.stdout.split() == ["ceshi", "qionghai", "tongliao"]
    assert "Traceback" not in again.stderr


def _lantai(place, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "deploy", *arguments], cwd=place, capture_output=True, text=True, check=False
    )
