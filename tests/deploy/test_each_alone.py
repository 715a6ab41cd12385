"""Each service is installed with `shared` and the libraries that both need, and nothing else, as its image has it."""

import os
import subprocess
import sys
from importlib.metadata import distribution

import httpx
import pytest

from deploy.place import state
from deploy.place.environment import for_service
from deploy.place.folder import StackFolder
from deploy.topology import SERVICES
from support.locks import ROOT, needed_by

pytestmark = pytest.mark.service

BARE = (f"{sys.base_prefix}/bin/python3", "-S", "-P")
"""The system's Python without site-packages or the current folder: it sees only what PYTHONPATH names."""


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The wheel of `shared` and of each service, by the name of its package."""
    folder = tmp_path_factory.mktemp("wheels")
    sources = [ROOT / "shared", *(ROOT / "services" / service for service in SERVICES)]
    pip("wheel", "--no-build-isolation", "--wheel-dir", folder, *sources)
    return {file.name.split("-")[0].removeprefix("lantai_"): file for file in folder.glob("lantai_*.whl")}


@pytest.fixture(scope="module", params=SERVICES)
def alone(request, wheels, tmp_path_factory):
    """A service and the environment of a process that sees it, `shared` and its libraries only."""
    service = request.param
    ours, libraries = (
        tmp_path_factory.mktemp(f"{service}-ours"),
        tmp_path_factory.mktemp(f"{service}-libraries"),
    )
    pip(
        "install",
        "--no-index",
        "--no-compile",
        "--target",
        ours,
        wheels["shared"],
        wheels[service],
    )
    link_libraries(service, libraries)
    return service, {"PYTHONPATH": f"{ours}{os.pathsep}{libraries}", "PATH": os.defpath}


def pip(command, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "pip", command, "--quiet", "--no-deps", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def link_libraries(service, folder):
    """Link the libraries below the service that are installed here; everything else stays out of sight."""
    for name in sorted(each for each in needed_by(f"lantai-{service}") if not each.startswith("lantai-")):
        installed = distribution(name)
        for top in {file.parts[0] for file in installed.files} - {"..", "__pycache__"}:
            if not (folder / top).exists():
                (folder / top).symlink_to(installed.locate_file(top))


def run_python(environment, code):
    return subprocess.run([*BARE, "-c", code], check=False, capture_output=True, text=True, env=environment)


def test_it_is_complete(alone):
    """Every module of the service can be imported with what it declares to need."""
    service, environment = alone
    code = (
        f"import importlib, pkgutil, {service}\n"
        f"names = [each.name for each in pkgutil.walk_packages({service}.__path__, '{service}.')]\n"
        "print(len([importlib.import_module(name) for name in names]))"
    )

    done = run_python(environment, code)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5


def test_no_neighbour_is_there(alone):
    """None of the other services, nor `deploy`, can be imported."""
    service, environment = alone

    for other in {*SERVICES, "deploy"} - {service}:
        done = run_python(environment, f"import {other}")
        assert f"ModuleNotFoundError: No module named '{other}'" in done.stderr


def test_it_starts_without_database_and_bus(alone, tmp_path, eventually):
    """`python -m <service>` lives while database and bus are away, says that it is not ready, and stops when asked."""
    service, environment = alone
    stack = state.with_ports(state.choose())
    variables = for_service(stack, StackFolder.of(tmp_path).create(), service)
    process = subprocess.Popen([*BARE, "-m", service], env={**environment, **variables}, cwd=tmp_path)
    try:
        at = f"http://127.0.0.1:{stack.ports[service]}"
        eventually(lambda: answer(process, f"{at}/livez") == 200)

        ready, carrier = httpx.get(f"{at}/readyz", timeout=3), httpx.get(f"{at}/carrierz", timeout=3)

        assert (ready.status_code, ready.json()["database"]) == (503, False)
        assert (carrier.status_code, carrier.json()["bus"]) == (503, False)
        assert answer(process, f"{at}/livez") == 200
    finally:
        process.terminate()
        process.wait(timeout=15)


def answer(process, url):
    assert process.poll() is None, "the service ended"
    try:
        return httpx.get(url, timeout=5).status_code
    except httpx.TransportError:
        return None
