"""A temporary nginx in front of a portal, with the configuration in `deploy/`."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import certificates, machine
from tests.bench.processes import listens
from tests.processes import ROOT

CONF = ROOT / "deploy" / "nginx" / "portal.conf"
AROUND = """
daemon off; pid {folder}/pid; error_log stderr; {user}
events {{ }}
http {{
  include /etc/nginx/mime.types; access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/tmp; uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
  include {folder}/portal.conf;
}}
"""


def config(folder: Path, var: Path, plain: int, secure: int, behind: int, portal: int) -> Path:
    """Write the configuration with these ports in place of 80, 443, 6081 and 8000, and with a
    self-signed certificate."""
    certificates.made(folder / "portal", "hailam.example")
    text = CONF.read_text()
    for ours, theirs in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl;\n", ""),
        ("server 127.0.0.1:6081", f"server 127.0.0.1:{behind}"),
        ("server 127.0.0.1:8000", f"server 127.0.0.1:{portal}"),
        ("/etc/ssl/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
        ("root /srv/portal;", f"root {var};"),
    ):
        assert ours in text, ours
        text = text.replace(ours, theirs)
    (folder / "portal.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    whole = folder / "nginx.conf"
    whole.write_text(AROUND.format(folder=folder, user=user))
    return whole


@contextmanager
def server(var: Path, plain: int, secure: int, behind: int, portal: int) -> Iterator[str]:
    """Run nginx on these ports, in a temporary folder. Yields the output of `nginx -t`."""
    folder = Path(tempfile.mkdtemp(prefix="nginx"))
    command = [machine.program("nginx"), "-p", folder, "-e", "stderr"]
    command += ["-c", config(folder, var, plain, secure, behind, portal)]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    process = subprocess.Popen(command)
    try:
        while not listens(secure):
            if process.poll() is not None:
                raise RuntimeError(tried.stderr)
            time.sleep(0.02)
        yield tried.stderr
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
