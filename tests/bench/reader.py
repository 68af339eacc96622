"""Readers at a steady pace, in a process of their own: `python -m tests.bench.reader SECONDS`.

Reads from its input, as JSON, the paths to request from each server, and prints for each server how
many milliseconds every answer took. If a request had to wait for the answer before it, its time
counts from the moment when it should have been sent; so a server that stops for a while is not
favoured.
"""

import http.client
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle
from urllib.parse import urlsplit

# Requests per second, to each server.
RATE = 100
HEADERS = {"Accept-Encoding": "gzip"}


def read(address: str, paths: Sequence[str], seconds: float) -> list[float]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    took = []
    start = done = time.perf_counter()
    for number, path in zip(count(), cycle(paths), strict=False):
        due = start + number / RATE
        if due > start + seconds:
            return took
        waited = done > due
        time.sleep(max(0, due - time.perf_counter()))
        asked = due if waited else time.perf_counter()
        connection.request("GET", path, headers=HEADERS)
        answer = connection.getresponse()
        answer.read()
        done = time.perf_counter()
        if answer.status != 200:
            raise AssertionError(f"{address}{path} answered {answer.status}")
        took.append((done - asked) * 1000)
    return took


def main(seconds: float) -> None:
    servers = json.load(sys.stdin)
    with ThreadPoolExecutor(len(servers)) as pool:
        waiting = {
            name: pool.submit(read, address, paths, seconds)
            for name, (address, paths) in servers.items()
        }
        json.dump({name: each.result() for name, each in waiting.items()}, sys.stdout)


if __name__ == "__main__":
    main(float(sys.argv[1]))
