"""Loads a server with wrk, for a few seconds at a time, and measures what each request costs it."""

import http.client
import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from .processes import cpu

# A script of wrk, because wrk rounds what it prints itself. A line of its file is a path, and the
# X-Forwarded-For of the reader if there is one.
SCRIPT = """
local requests, last = {}, 0
init = function(args)
  for line in io.lines(args[1]) do
    local path, reader = line:match('^(%S+)\t?(%S*)$')
    local headers = {}
    for name, value in pairs(wrk.headers) do headers[name] = value end
    if reader ~= '' then headers['X-Forwarded-For'] = reader end
    requests[#requests + 1] = wrk.format(nil, path, headers)
  end
end
request = function()
  last = last % #requests + 1
  return requests[last]
end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\\nbench {"requests": %d, "seconds": %f, "bytes": %d, "p50": %f, "p99": %f, "errors": %d}\\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


@dataclass(frozen=True)
class Load:
    """The result of one run of wrk; latencies in milliseconds."""

    requests: int
    seconds: float
    bytes: int
    p50: float
    p99: float
    errors: int

    @classmethod
    def told(cls, output: str) -> "Load":
        """Read from the output of wrk. ValueError if wrk did not finish."""
        for line in output.splitlines():
            if line.startswith("bench "):
                return cls(**json.loads(line.removeprefix("bench ")))
        raise ValueError(f"wrk said: {output}")


@dataclass(frozen=True)
class Case:
    """Paths of one server that are requested in turn. `roots` are its processes, `database` those
    of PostgreSQL: the CPU of all below them is counted."""

    name: str
    address: str
    paths: Sequence[str]
    roots: list[int]
    database: list[int] = field(default_factory=list)
    coding: str = "gzip"
    connections: int = 16
    # How many readers request each path; the heads of all their requests differ.
    readers: int = 1


@dataclass(frozen=True)
class Cost:
    """Medians. `cpu` and `database` are microseconds of CPU per request, `rate` is requests per
    second, `p50` and `p99` are milliseconds, `bytes` is the size of an answer."""

    cpu: float
    database: float
    rate: float
    p50: float
    p99: float
    bytes: float

    @property
    def whole(self) -> float:
        return self.cpu + self.database


def costs(cases: Sequence[Case], *, rounds: int, seconds: float, pause: float) -> dict[str, Cost]:
    """The cost of each case. Each runs for some seconds, in turn, so that a slow moment of the
    machine affects all alike.

    AssertionError if a request fails.
    """
    found: dict[str, list[Cost]] = {case.name: [] for case in cases}
    for number in range(rounds):
        for case in cases:
            found[case.name].append(_measured(case, seconds, number, rounds))
            time.sleep(pause)
    return {name: middle(pieces) for name, pieces in found.items()}


def middle(pieces: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    names = Cost.__dataclass_fields__
    return Cost(**{name: median(getattr(piece, name) for piece in pieces) for name in names})


def _measured(case: Case, seconds: float, number: int, rounds: int) -> Cost:
    # Each round starts at another path, so that all of many paths are requested.
    start = len(case.paths) * number // rounds
    paths = [*case.paths[start:], *case.paths[:start]]
    before = cpu(case.roots), cpu(case.database)
    load = wrk(case, paths, seconds)
    ours, database = (
        (cpu(roots) - earlier) * 1e6 / load.requests
        for roots, earlier in zip((case.roots, case.database), before, strict=True)
    )
    if load.errors:
        raise AssertionError(f"{case.name}: {load.errors} of {load.requests} were not answered")
    rate, size = load.requests / load.seconds, load.bytes / load.requests
    return Cost(ours, database, rate, load.p50, load.p99, size)


def wrk(case: Case, paths: Sequence[str], seconds: float) -> Load:
    with NamedTemporaryFile("w", suffix=".lua") as script, NamedTemporaryFile("w") as asked:
        script.write(SCRIPT)
        script.flush()
        asked.write("\n".join(_lines(paths, case.readers)))
        asked.flush()
        command = ["wrk", "--latency", "-t1", f"-c{case.connections}", f"-d{seconds:.0f}s"]
        command += ["-H", f"Accept-Encoding: {case.coding}", "-s", script.name]
        command += [case.address, "--", asked.name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30)
    return Load.told(done.stdout + done.stderr)


def _lines(paths: Sequence[str], readers: int) -> Sequence[str]:
    if readers == 1:
        return paths
    return [f"{path}\t10.0.{n // 250}.{n % 250}" for path in paths for n in range(readers)]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def get(address: str, path: str, coding: str = "gzip") -> Answer:
    """The answer to one GET, on a connection of its own; header names in small letters."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": coding})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, answer.read())
    finally:
        connection.close()


def page(address: str, path: str, coding: str = "gzip") -> bytes:
    """The body of the page at this path. AssertionError if it is not a 200 in that coding."""
    answer = get(address, path, coding)
    if answer.status != 200 or answer.headers.get("content-encoding", "") != coding:
        raise AssertionError(f"{address}{path}: {answer.status} {answer.headers}")
    return answer.body
