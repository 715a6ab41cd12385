"""The supervisor with real servers and fake services, in a process of its own, as on somebody's machine."""

import asyncio
import json
import os
import signal
import subprocess
import sys

import asyncpg
import httpx
import nats
import nats.errors
import pytest

from deploy.bus.streams import check
from deploy.commands.opening import show_accounts
from deploy.errors import NoStack
from deploy.place import lock, running, state
from deploy.place.folder import StackFolder
from deploy.servers.process import StartFailed
from deploy.stack import detached
from deploy.stack.session import StackOptions, WrongMode, run_stack

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def steady_stack(make_fake_stack):
    """One stack for the tests that leave it as they found it."""
    return make_fake_stack().start()


def _postgres(stack, question):
    chosen = state.load(stack.folder.state)
    dsn = f"postgresql://postgres:{chosen.roles['postgres']}@127.0.0.1:{chosen.ports['postgres']}/intake"

    async def ask():
        connection = await asyncpg.connect(dsn)
        try:
            return await connection.fetchval(question)
        finally:
            await connection.close()

    return asyncio.run(ask())


def _bus_url(stack):
    chosen = state.load(stack.folder.state)
    return f"nats://deploy:{chosen.bus['deploy']}@127.0.0.1:{chosen.ports['nats']}"


def _answers(stack, service, not_pid):
    try:
        return stack.get(service).json()["pid"] != not_pid
    except httpx.HTTPError:
        return False


def test_ctrl_c_leaves_nothing_and_the_next_start_resumes(fake_stack, all_gone):
    """Ctrl-C ends every process with exit code 0; the second start has the ports and the data of the first."""
    fake_stack.start()
    first, pids = state.load(fake_stack.folder.state), fake_stack.pids()
    _postgres(fake_stack, "CREATE TABLE kept AS SELECT 42 AS answer")

    assert fake_stack.end(signal.SIGINT) == 0

    assert len(pids) > 7
    assert all_gone(pids)
    assert not fake_stack.folder.running.exists()
    fake_stack.start()
    assert state.load(fake_stack.folder.state) == first
    assert _postgres(fake_stack, "SELECT answer FROM kept") == 42


def test_stack_is_whole_when_it_says_ready(steady_stack):
    """At `ready` the portal answers, every service has its settings, and the bus is as wanted."""
    chosen = state.load(steady_stack.folder.state)

    assert httpx.get(chosen.portal_url, timeout=5).json()["service"] == "intake"
    assert httpx.get(f"{chosen.portal_url}/review/x", timeout=5).json()["path"] == "/review/x"
    assert steady_stack.get("reporting").json()["told"]["LANTAI_NATS_USER"] == "reporting"
    asyncio.run(check(_bus_url(steady_stack)))


def test_killed_service_comes_back(steady_stack, eventually):
    """After `kill -9` a service answers again, again and again, as another process."""
    for _ in range(2):
        before = steady_stack.get("review").json()["pid"]
        os.kill(before, signal.SIGKILL)
        eventually(lambda before=before: _answers(steady_stack, "review", before))

    assert steady_stack.get("intake").json()["pid"] == steady_stack.pid("intake")


@pytest.mark.parametrize("server", ["postgres", "nats", "caddy"])
def test_killed_server_comes_back(steady_stack, eventually, server):
    """A killed server is started again with what it held."""
    before = steady_stack.pid(server)

    os.kill(before, signal.SIGKILL)
    eventually(lambda: steady_stack.pid(server) != before if server in _recorded(steady_stack) else False)

    asks = {
        "postgres": lambda: _postgres(steady_stack, "SELECT 1") == 1,
        "nats": lambda: asyncio.run(check(_bus_url(steady_stack))) is None,
        "caddy": lambda: httpx.get(state.load(steady_stack.folder.state).portal_url).status_code == 200,
    }
    eventually(lambda: _without_error(asks[server]))


def test_deleted_stream_is_provisioned_again(steady_stack, eventually):
    """A stream that was deleted while the stack runs is back within seconds."""

    async def delete():
        client = await nats.connect(_bus_url(steady_stack))
        await client.jetstream().delete_stream("EVT_INTAKE")
        await client.close()

    asyncio.run(delete())

    eventually(lambda: _without_error(lambda: asyncio.run(check(_bus_url(steady_stack))) is None))


def test_killed_supervisor_leaves_no_orphan(fake_stack, eventually, all_gone):
    """When the supervisor itself is killed with `kill -9`, its processes end with it, and a start works again."""
    fake_stack.start()
    pids = fake_stack.pids()

    fake_stack.end(signal.SIGKILL)

    eventually(lambda: all_gone(pids))
    fake_stack.start()
    assert fake_stack.get("intake").status_code == 200


def test_second_supervisor_of_the_folder_is_refused(steady_stack):
    """A folder runs one stack; the second one says which process runs the first."""
    command = [sys.executable, steady_stack.supervisor.args[1], str(steady_stack.place), "stay"]
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)

    assert second.returncode != 0
    assert f"进程 {steady_stack.supervisor.pid}" in second.stderr
    assert steady_stack.get("intake").status_code == 200


def test_visit_that_is_over_ends_the_stack(fake_stack):
    """A stack that does not stay stops by itself, with exit code 0."""
    fake_stack.start("visit")

    fake_stack.supervisor.communicate(timeout=40)

    assert fake_stack.supervisor.returncode == 0
    assert not fake_stack.folder.running.exists()


def test_doctor_tells_readiness_and_addresses(steady_stack):
    """`lantai doctor --json` names every part and ends 0 when all are ready, 3 while one is not."""
    command = [sys.executable, "-m", "deploy", "doctor", "--json"]

    def doctor():
        return subprocess.run(command, cwd=steady_stack.place, capture_output=True, text=True, check=False)

    well = doctor()
    os.kill(steady_stack.pid("caddy"), signal.SIGSTOP)
    os.kill(steady_stack.pid("deadline"), signal.SIGSTOP)
    ill = doctor()
    os.kill(steady_stack.pid("deadline"), signal.SIGCONT)
    os.kill(steady_stack.pid("caddy"), signal.SIGCONT)

    report = json.loads(well.stdout)
    assert well.returncode == 0
    assert report["ready"]
    assert set(report["databases"]) == {"intake", "review", "deadline", "reporting", "keys"}
    assert report["servers"]["postgres"]["version"].startswith("18.")
    assert report["servers"]["nats"]["version"] == "2.15.1"
    assert 2025 in report["calendar"]["covered"]
    assert set(report["fonts"]) == {"sans", "serif"}
    assert ill.returncode == 3
    assert not json.loads(ill.stdout)["services"]["deadline"]["ready"]
    assert json.loads(ill.stdout)["services"]["review"]["ready"]


def _recorded(stack):
    return running.read(stack.folder.running).processes


def _without_error(ask):
    try:
        return ask()
    except (OSError, RuntimeError, httpx.HTTPError, asyncpg.PostgresError, nats.errors.Error):
        return False


def test_start_fails_loudly_when_a_service_cannot_run(fake_stack):
    """A service that ends again and again stops the start, with the end of its log; nothing stays behind."""
    started = subprocess.run(
        fake_stack.command("broken"), capture_output=True, text=True, check=False, timeout=50
    )

    assert started.returncode != 0
    assert "review 未能就绪" in started.stderr
    assert "no address to listen on" in started.stderr
    assert not fake_stack.folder.running.exists()


def test_stack_in_the_background_is_waited_for_and_stopped(fake_stack, all_gone):
    """A detached stack is ready when the starter returns, lives on without it, and ends by `down`."""
    detached.start(fake_stack.place, fake_stack.command("stay"))
    now = running.read(fake_stack.folder.running)

    assert fake_stack.get("deadline").status_code == 200
    assert lock.holder(fake_stack.folder.lock) == now.supervisor.pid

    detached.stop(fake_stack.place)

    assert all_gone([one.pid for one in now.processes.values()])
    with pytest.raises(NoStack):
        detached.stop(fake_stack.place)


def test_background_start_that_fails_says_why(fake_stack):
    """A start that ends early raises with the end of its log."""
    with pytest.raises(StartFailed, match="no such thing"):
        detached.start(fake_stack.place, [sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_folder_of_real_data_is_not_used_for_an_exercise(tmp_path):
    """An exercise in a folder that holds a stack of the other mode is refused before anything starts."""
    folder = StackFolder.of(tmp_path).create()
    state.save(state.choose(exercise=False), folder.state)

    with pytest.raises(WrongMode, match="非演练"):
        run_stack(tmp_path, StackOptions(exercise=True), show_accounts)

    assert not folder.postgres.exists()
