"""On a machine with several cores, each serving process keeps to one core."""

import os
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server import cpu_affinity
from tests.processes import ROOT, free_port, serving
from tests.server.test_serve import below

CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()

pytestmark = pytest.mark.skipif(len(CORES) < 2, reason="there is but one core, or no Linux")

SETTLED = """
import os, sys, threading
from server import cpu_affinity
cpu_affinity.CLAIM_PREFIX = sys.argv[1]
cpu_affinity.pin_to_core()
found = [os.sched_getaffinity(0)]
thread = threading.Thread(target=lambda: found.append(os.sched_getaffinity(0)))
thread.start(); thread.join()
def roaming(): cpu_affinity.unpin_thread(); found.append(os.sched_getaffinity(0))
thread = threading.Thread(target=roaming)
thread.start(); thread.join()
print(found, flush=True)
sys.stdin.read()
"""


class Settled:
    """A process that keeps to a core, chosen beside the other processes of this name. It runs until
    `end`."""

    def __init__(self, among: str, allowed: set[int] = CORES) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SETTLED, among],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, allowed),
        )
        self.itself, self.a_thread, self.one_that_roams = eval(self.process.stdout.readline())

    def end(self) -> None:
        if self.process.returncode is None:
            self.process.communicate(timeout=10)


@pytest.fixture
def settled(request):
    """Call it to start a process that keeps to a core. All processes end with the test."""
    begun = []

    def settle(allowed: set[int] = CORES) -> Settled:
        begun.append(Settled(f"test-{os.getpid()}-{request.node.name}", allowed))
        return begun[-1]

    yield settle
    for each in begun:
        each.end()


def test_a_process_and_its_threads_keep_to_one_core_but_those_that_roam(settled):
    one = settled()

    assert len(one.itself) == 1
    assert (one.a_thread, one.one_that_roams) == (one.itself, CORES)


def test_processes_share_the_cores_evenly(settled):
    found = [min(settled().itself) for _ in range(2 * len(CORES))]

    assert sorted(found) == sorted([*CORES] * 2)


def test_a_core_is_free_again_once_its_process_has_ended(settled):
    first = settled()
    settled()
    first.end()

    assert settled().itself == first.itself


def test_only_cores_that_it_may_use_are_taken(settled):
    one = min(CORES)

    assert settled({one}).itself == {one}


FORBIDDEN = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
from server import cpu_affinity
def refused(*_):
    raise PermissionError
%s
cpu_affinity.pin_to_core()
pool = ThreadPoolExecutor(1, initializer=cpu_affinity.unpin_thread)
print(pool.submit(os.sched_getaffinity, 0).result(10))
print(os.sched_getaffinity(0), cpu_affinity._claims)
"""


@pytest.mark.parametrize(
    "forbidden",
    # The system refuses the name of the claim (here because it is too long), or the affinity.
    ["cpu_affinity.CLAIM_PREFIX = 'x' * 200", "os.sched_setaffinity = refused"],
    ids=["claiming", "keeping to one"],
)
def test_where_that_is_forbidden_a_process_goes_where_it_may_and_claims_none(forbidden):
    code = FORBIDDEN % forbidden
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == (f"{CORES}\n{CORES} []\n", "")


def test_a_thread_works_although_none_of_the_cores_from_before_is_there_any_more(monkeypatch):
    """For example, because a container was given other cores."""
    monkeypatch.setattr(cpu_affinity, "_all_cores", {max(CORES) + 10_000})
    with ThreadPoolExecutor(1, initializer=cpu_affinity.unpin_thread) as pool:
        assert pool.submit(os.sched_getaffinity, 0).result(10) == CORES


def affinities(server: int) -> dict[int, set[int]]:
    """The cores of each thread of the server. The thread of the event loop has the number of the
    process."""
    threads = [int(each.name) for each in Path(f"/proc/{server}/task").iterdir()]
    return {thread: os.sched_getaffinity(thread) for thread in threads}


@pytest.mark.once
@pytest.mark.parametrize(("setting", "most"), [("1", 1), ("0", len(CORES))])
def test_the_server_keeps_to_a_core_unless_it_is_told_not_to(portal, setting, most):
    port = free_port()
    with serving(portal, port, KEEP_TO_CORE=setting) as process:
        for path in ("/", "/admin/login/"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}").read()
        (server,) = (
            pid
            for pid in below(process.pid)
            if b"-m\0server\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
        )
        found = affinities(server)

    assert len(found[server]) == most
    # Threads that work for requests may use all cores.
    assert CORES in found.values()
