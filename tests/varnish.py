"""A temporary Varnish in front of a portal, with the configuration in `deploy/`."""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import faketime, machine
from tests.processes import ROOT

VCL = ROOT / "deploy" / "varnish" / "portal.vcl"


def known_parts() -> set[str]:
    """The names of the query parameters that Varnish passes on to the portal."""
    (names,) = re.findall(r"\(\?:([a-z|-]+)\)\(\?:\[=&\]\|\$\)", VCL.read_text())
    return set(names.split("|"))


# A port on which nothing listens.
NOBODY = 1


def options(folder: Path, behind: int, beside: int = NOBODY) -> list[str | Path]:
    """The command without the address. `behind` is the portal's port, `beside` that of a second
    portal."""
    config = folder / "portal.vcl"
    text = VCL.read_text()
    for ours, theirs in (('"8000"', behind), ('"8001"', beside)):
        assert text.count(ours) == 1
        text = text.replace(ours, f'"{theirs}"')
    config.write_text(text)
    return [
        *(machine.program("varnishd"), "-F", "-j", "none", "-n", folder / "work", "-f", config),
        *("-p", "http_gzip_support=off", "-s", "malloc,64m"),
    ]


@contextmanager
def server(port: int, behind: int, beside: int = NOBODY) -> Iterator[Callable[[str], None]]:
    """Run Varnish on this port. Call what is yielded with "stop", then "start", to empty its cache;
    its configuration is not compiled again for that, which would take a second."""
    folder = Path(tempfile.mkdtemp(prefix="varnish"))
    log = folder / "log"
    with log.open("w") as file:
        command = [*options(folder, behind, beside), "-a", f"127.0.0.1:{port}"]
        env = faketime.true_clock()
        process = subprocess.Popen(command, env=env, stdout=file, stderr=subprocess.STDOUT)
    try:
        # Varnish listens before it can answer.
        while "Child starts" not in log.read_text():
            if process.poll() is not None:
                raise RuntimeError(log.read_text())
            time.sleep(0.02)
        tell = [machine.program("varnishadm"), "-n", folder / "work"]
        yield lambda order: subprocess.run([*tell, order], capture_output=True, check=True)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
