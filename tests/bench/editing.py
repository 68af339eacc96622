"""How much editors slow readers down: cached pages are requested at a steady pace while articles
are saved and pictures of 24 megapixels are uploaded and rendered."""

import json
import math
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles

from tests.media.files import large_photo

from .desk import Desk
from .servers import ROOT, Server

UPLOAD = "/admin/media/photo/add/"
# Seconds between two pictures.
EVERY = 5.0
# How many pages are requested in turn.
KEPT = 50


@dataclass(frozen=True)
class Felt:
    """The times of one server's answers, in milliseconds."""

    p50: float
    p99: float
    worst: float

    @classmethod
    def of(cls, took: Sequence[float]) -> "Felt":
        cuts = quantiles(took, n=100)
        return cls(cuts[49], cuts[98], max(took))


@dataclass(frozen=True)
class Edited:
    quiet: dict[str, Felt]
    busy: dict[str, Felt]
    saves: int
    uploads: int


def edited(
    desk: Desk, article: str, servers: Mapping[str, tuple[Server, Sequence[str]]], seconds: float
) -> Edited:
    """Measure for `seconds` while staff work, and a third of that before. `article` is the address
    of an article's form; the paths of each server are cached there already."""
    asked = {name: (server.address, list(paths)) for name, (server, paths) in servers.items()}
    photos = [large_photo(turn) for turn in range(math.ceil(seconds / EVERY))]
    with _readers(asked, seconds / 3) as readers:
        quiet = _felt(readers)
    with _readers(asked, seconds) as readers:
        began, saves, uploads = time.monotonic(), 0, 0
        while (passed := time.monotonic() - began) < seconds - 0.5:
            if uploads <= passed / EVERY:
                alt = f"Bến cảng, ảnh {uploads}"
                desk.send(UPLOAD, {"alt": alt}, ("file", photos[uploads]))
                uploads += 1
            desk.send(article, {"lead": f"Lần lưu thứ {saves}.", "_continue": "1"})
            saves += 1
        return Edited(quiet, _felt(readers), saves, uploads)


@contextmanager
def _readers(asked: dict, seconds: float) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-m", "tests.bench.reader", str(seconds)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    try:
        process.stdin.write(json.dumps(asked))
        process.stdin.close()
        yield process
    finally:
        process.kill()
        process.wait()


def _felt(readers: subprocess.Popen) -> dict[str, Felt]:
    said = readers.stdout.read()
    if readers.wait():
        raise RuntimeError("the readers gave up, see above")
    return {name: Felt.of(took) for name, took in json.loads(said).items()}
