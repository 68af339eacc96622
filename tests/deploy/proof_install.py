"""`make proof`: the commands of `docs/install.md` bring a bare Debian to a portal that serves; a
next release comes and goes while readers and staff ask."""

import http.client
import re
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests import debian
from tests.bench.processes import listens
from tests.processes import ROOT

GUIDE = (ROOT / "docs" / "install.md").read_text()
STEPS = re.findall(r"   ```sh\n(.*?)   ```", GUIDE.partition("## What the script makes")[0], re.S)
REMOVAL = re.search(r"## Remove\n\n```sh\n(.*?)```", GUIDE, re.S)[1]
RELEASES = "opt/cong-tin/releases"
RELEASE = f"{RELEASES}/0.2.0"
READERS, STAFF = "hailam.example", "quan-tri.hailam.example"
# What is not said again when nothing is to be done.
DOES = re.compile(
    r"^(Account|Settings|Packages|Role|Database|Release|File|Certificate|Starting)", re.M
)

# The release of which the web server's processes are.
RUNNING = "basename $(readlink /proc/$(systemctl show -P MainPID cong-tin-web)/cwd)"

pytestmark = [
    pytest.mark.skipif(bool(debian.why_not()), reason=debian.why_not() or "-"),
    pytest.mark.skipif(listens(443) or listens(80), reason="ports 80 and 443 are taken"),
]


def asked(host: str, path: str) -> tuple[int, str]:
    """The status and the text that nginx in the Debian answers under this name."""
    anyone = ssl.create_default_context()
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    with closing(
        http.client.HTTPSConnection("127.0.0.1", 443, context=anyone, timeout=20)
    ) as connection:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")


def lay(machine: debian.Debian, name: str) -> Path:
    """Lay the code of this checkout where the guide has a release. Returns its folder."""
    place = machine.root / RELEASES / name
    place.mkdir(parents=True)
    code = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    pack = ["tar", "-c", "--null", "--files-from=-"]
    packed = subprocess.run(pack, cwd=ROOT, input=code.stdout, capture_output=True, check=True)
    unpack = ["tar", "-x", "--no-same-owner", "-C", place]
    subprocess.run(unpack, input=packed.stdout, check=True)
    return place


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A bare Debian with the code of this checkout where the guide has it."""
    with debian.booted(tmp_path_factory.mktemp("debian")) as machine:
        lay(machine, "0.2.0")
        with (machine.root / "etc" / "hosts").open("a") as hosts:
            hosts.write(f"127.0.0.1 localhost {READERS} {STAFF}\n")
        yield machine


@contextmanager
def asking() -> Iterator[list]:
    """Readers and staff ask without a pause. After the block the list holds all their statuses and
    errors."""
    found, done = [], threading.Event()

    def ask(host: str, path: str) -> None:
        while not done.is_set():
            try:
                found.append(asked(host, path)[0])
            except OSError as error:
                found.append(repr(error))

    pages = [(READERS, "/"), (READERS, "/tim-kiem/?q=a"), (STAFF, "/healthz")]
    threads = [threading.Thread(target=ask, args=page) for page in pages]
    for each in threads:
        each.start()
    try:
        yield found
    finally:
        done.set()
        for each in threads:
            each.join()


def test_the_guide_leads_from_a_bare_debian_to_a_portal_that_serves(bare, capfd):
    clone, install, account, examine = (step.strip() for step in STEPS)
    assert f"/{RELEASE}" in clone
    began = time.monotonic()

    installed = bare.run(install)
    minutes = (time.monotonic() - began) / 60
    again = bare.run(install.split()[0])
    made = bare.run(
        "DJANGO_SUPERUSER_PASSWORD=Thuyen-ve-ben-cu-1987 "
        f"{account} --noinput --username quantri --email quantri@hailam.example"
    )
    found = bare.run(examine)
    with capfd.disabled():
        print(f"\n{installed.stdout}\nafter {minutes:.1f} minutes\n{found.stdout}")  # noqa: T201

    assert installed.returncode == 0, installed.stderr
    assert (again.returncode, DOES.findall(again.stdout)) == (0, [])
    assert made.returncode == 0, made.stderr
    # Nobody has signed the certificate; everything else is as it should be.
    assert all("chứng" in line for line in re.findall("✗.*", found.stdout)), found.stdout
    assert [asked(READERS, "/")[0], asked(STAFF, "/admin/login/")[0]] == [200, 200]
    assert asked(READERS, "/admin/login/")[0] == 404


def test_a_file_that_somebody_changed_stays(bare):
    site = bare.root / "etc" / "nginx" / "sites-available" / "cong-tin"
    site.write_text(site.read_text() + "# ours\n")
    settings = bare.root / "etc" / "cong-tin" / "env"
    before = settings.read_text()
    settings.write_text(before.replace("NETWORKS=", "NETWORKS=10.0.0.0/8"))

    again = bare.run(f"/{RELEASE}/deploy/install.sh")

    assert again.returncode == 0, again.stderr
    assert "was changed by hand and stays" in again.stdout
    assert site.read_text().endswith("# ours\n")
    assert "allow 10.0.0.0/8;" in site.with_name("cong-tin.new").read_text()
    site.write_text(site.read_text().removesuffix("# ours\n"))
    settings.write_text(before)


def test_varnish_comes_with_its_setting(bare):
    settings = bare.root / "etc" / "cong-tin" / "env"
    engines = "DELIVERY_ENGINES=xkey+http://127.0.0.1:6081"
    settings.write_text(re.sub("^DELIVERY_ENGINES=.*", engines, settings.read_text(), flags=re.M))

    again = bare.run(f"/{RELEASE}/deploy/install.sh")

    assert again.returncode == 0, again.stderr
    assert asked(READERS, "/")[0] == 200
    assert bare.run("systemctl is-active varnish").stdout == "active\n"


def test_another_port_is_that_of_socket_server_and_nginx(bare):
    settings = bare.root / "etc" / "cong-tin" / "env"
    before = settings.read_text()
    settings.write_text(f"{before}\nPORT=8400\n")

    changed = bare.run(f"/{RELEASE}/deploy/install.sh")
    answered = asked(READERS, "/")[0], listens(8400), listens(8000)
    settings.write_text(before)
    back = bare.run(f"/{RELEASE}/deploy/install.sh")

    assert (changed.returncode, back.returncode) == (0, 0), changed.stderr + back.stderr
    assert answered == (200, True, False)
    assert (asked(READERS, "/")[0], listens(8000)) == (200, True)


def test_an_upgrade_and_the_way_back_lose_no_request(bare, capfd):
    lay(bare, "0.3.0")

    with asking() as found:
        upgraded = bare.run(f"/{RELEASES}/0.3.0/deploy/install.sh")
        running = bare.run(RUNNING).stdout
        back = bare.run(f"/{RELEASE}/deploy/install.sh")
    with capfd.disabled():
        print(f"\n{upgraded.stdout}\n{len(found)} requests\n")  # noqa: T201

    assert (upgraded.returncode, back.returncode) == (0, 0), upgraded.stderr + back.stderr
    assert (running, bare.run(RUNNING).stdout) == ("0.3.0\n", "0.2.0\n")
    assert (set(found), len(found) > 200) == ({200}, True)
    assert bare.run("systemctl is-active cong-tin-next").stdout == "inactive\n"


def test_a_release_that_does_not_start_takes_nothing_down(bare):
    broken = lay(bare, "0.4.0")
    (broken / "server" / "__main__.py").write_text("raise SystemExit('unfit')\n")

    with asking() as found:
        refused = bare.run(f"/{RELEASES}/0.4.0/deploy/install.sh")

    assert (refused.returncode, "unfit" in refused.stderr) == (1, True), refused.stderr
    assert (set(found), bare.run(RUNNING).stdout) == ({200}, "0.2.0\n")
    assert (bare.root / "opt/cong-tin/current").readlink().name == "0.2.0"


def test_the_guide_takes_the_portal_away_and_the_script_brings_it_back(bare):
    removed = bare.run(f"set -e\n{REMOVAL}")
    left = bare.run("systemctl list-units --all --plain --no-legend 'cong-tin*'").stdout
    listening = listens(443), listens(8000)
    back = bare.run(f"/{RELEASE}/deploy/install.sh")

    assert removed.returncode == 0, removed.stderr
    assert (left, listening) == ("", (False, False))
    assert back.returncode == 0, back.stderr
    assert asked(READERS, "/")[0] == 200
