"""The gears of the tests: one for each test, a table at the end, and no skip without permission."""

import subprocess

import pytest

from support import gears, sharing, source_tree

SHARING = """
import pytest
SEEN = []
@pytest.mark.parametrize("n", range(20))
def test_1(n):
    SEEN.append(n)
    assert SEEN == list(range(n + 1))
"""
"""Tests of one file that only pass in one process, in their order."""


@pytest.fixture
def run(pytester, monkeypatch):
    """Run a made-up suite under the gears and give the result."""
    monkeypatch.setenv("PYTHONPATH", "")

    def go(*options, **files):
        pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = session\n")
        for name, source in files.items():
            pytester.path.joinpath(*name.split("__")).with_suffix(".py").parent.mkdir(exist_ok=True)
            pytester.path.joinpath(*name.split("__")).with_suffix(".py").write_text(source, "utf-8")
        return pytester.runpytest_inprocess("-p", "support.gears", "--import-mode=importlib", *options)

    return go


def test_gears_are_counted(run):
    """The gear comes from the mark, else the folder, else it is unit; the table counts each."""
    result = run(
        test_a="import pytest\ndef test_1(): pass\n@pytest.mark.contract\ndef test_2(): pass",
        chaos__test_b="def test_3(): pass",
    )

    assert result.ret == 0
    result.stdout.re_match_lines([r"unit +1 +1 +0 +0", r"contract +1 +1 +0 +0", r"chaos +1 +1 +0 +0"])


def test_gears_are_counted_over_all_processes(run):
    """Tests that run side by side report their gears to the main process; a skip in one of the processes fails the whole run."""
    files = {f"test_{n}": "import pytest\n@pytest.mark.contract\ndef test_1(): pass" for n in range(2)}
    files["test_2"] = SHARING
    files["test_9"] = "import pytest\ndef test_1(): pytest.skip('later')"

    result = run("--numprocesses=2", "--dist=loadfile", **files)

    assert result.ret == 1
    result.stdout.re_match_lines([r"unit +20 +20 +0 +1", r"contract +2 +2 +0 +0"])
    result.stdout.fnmatch_lines(["*SKIPPED WITHOUT PERMISSION*test_9.py*"])


def test_heaviest_gears_come_first(run):
    """Whatever the files are called, those of the heaviest gears run first, and a file's tests keep their order."""
    files = {"test_a": SHARING, "chaos__test_b": "def test_1(): pass", "system__test_c": "def test_1(): pass"}

    result = run("--verbose", **files)

    result.stdout.fnmatch_lines(["*test_c.py*", "*test_b.py*", "*test_a.py*"])
    assert result.ret == 0


def test_tests_of_one_stack_go_together(run):
    """Files whose tests ask the same running stack go to one process, each other file to whichever is free."""
    of_stack = ("tests/system/test_demo.py", "tests/system/test_tamper.py", "tests/browser/test_pages.py")
    assert {sharing.share_of(file) for file in of_stack} == {"stack"}
    assert sharing.share_of("tests/system/test_third_bureau.py") == "third_bureau"
    assert sharing.share_of("tests/system/test_year.py") == "tests/system/test_year.py"

    result = run(
        "-p", "support.sharing", "--numprocesses=2", "--dist=loadfile", test_a=SHARING, test_b=SHARING
    )

    assert result.ret == 0


@pytest.mark.parametrize(
    "source",
    [
        "import pytest\n@pytest.mark.skip(reason='later')\ndef test_1(): pass",
        "import pytest\ndef test_1(): pytest.skip('later')",
        "import pytest\n@pytest.mark.xfail\ndef test_1(): assert False",
        "import pytest\npytest.importorskip('no_such_module')",
        "import pytest\n@pytest.mark.service\n@pytest.mark.skipif(True, reason='later')\ndef test_1(): pass",
    ],
)
def test_skip_without_leave_fails(run, source):
    """Whichever way a test is skipped, the run fails and names it."""
    result = run(test_a=source, test_b="def test_2(): pass")

    assert result.ret == 1
    result.stdout.fnmatch_lines(["*SKIPPED WITHOUT PERMISSION*test_a.py*"])


def test_two_gears_are_refused(run):
    """A test with two gears stops the run before it begins."""
    result = run(test_a="import pytest\n@pytest.mark.contract\n@pytest.mark.service\ndef test_1(): pass")

    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_unit_with_a_server_is_refused(run):
    """A test that asks for a server is not a unit test."""
    result = run(test_a="def test_1(postgres_server): pass")

    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_failures_count_as_failed(run):
    """Failures and errors fail the run as ever, and are counted."""
    result = run(test_a="def test_1(): assert False\ndef test_2(nothing): pass\ndef test_3(): pass")

    assert result.ret == 1
    result.stdout.re_match_lines([r"unit +3 +1 +2 +0"])


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """Two Debian packages, of which one is here."""
    (tmp_path / "here").touch()
    monkeypatch.setattr(gears, "PACKAGES", {"font-here": tmp_path / "here", "font-away": tmp_path / "away"})


@pytest.mark.usefixtures("packages")
def test_absent_debian_package_is_named(run):
    """A test runs where all its Debian packages are; where one is absent it may be skipped, and the table names the package."""
    result = run(
        test_a="import pytest\n@pytest.mark.debian('font-here')\ndef test_1(): pass",
        test_b="import pytest\n@pytest.mark.debian('font-here', 'font-away')\ndef test_2(): assert False",
        test_c="import pytest\npytestmark = [pytest.mark.contract, pytest.mark.debian('font-away')]\ndef test_3(): pass",
    )

    assert result.ret == 0
    result.stdout.re_match_lines(
        [
            r"unit +1 +1 +0 +1  not installed: font-away",
            r"contract +0 +0 +0 +1  not installed: font-away",
        ]
    )


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("named", ["", "'font-nowhere'", "'font-here', 'font-nowhere'"])
def test_unlisted_debian_package_is_refused(run, named):
    """A test that names no package, or one that the pipeline does not install, stops the run before it begins."""
    result = run(test_a=f"import pytest\n@pytest.mark.debian({named})\ndef test_1(): pass")

    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_pipeline_installs_what_is_absent(tmp_path):
    """The pipeline asks for the listed packages whose file is absent, and then runs the two commands that decide."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/packages").write_text(
        f"# two\nfont-away {tmp_path}/away\nfont-here {tmp_path}/.ci\n", "utf-8"
    )
    (tmp_path / ".ci/run").write_text((source_tree.ROOT / ".ci/run").read_text("utf-8"), "utf-8")
    for program, said in {"id": "echo 0", "apt-get": 'echo "apt-get $*"', "make": 'echo "make $*"'}.items():
        (tmp_path / program).write_text(f"#!/bin/sh\n{said}\n", "utf-8")
        (tmp_path / program).chmod(0o755)

    done = subprocess.run(
        ["bash", tmp_path / ".ci/run"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines() == [
        "apt-get update -qq",
        "apt-get install -y -qq font-away",
        "make check test",
    ]
