"""The doctor finds what is wrong and says what to do."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from delivery import worker_status
from server.doctor import machine, services
from server.doctor.examinations import EXAMINATIONS
from server.doctor.findings import Examination, Finding, State, examine
from tests import certificates
from tests.factories import make_user
from tests.full_disk import full_disk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def nobody() -> str:
    """A port at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"127.0.0.1:{listener.getsockname()[1]}"


def states(found: Iterator[Finding]) -> list[str]:
    return [each.state.name for each in found]


def test_an_examination_that_fails_is_a_finding_and_hinders_no_other():
    def fail():
        raise ValueError("hỏng")

    subjects = dict(
        examine(
            [
                Examination("A", fail, waits=True),
                Examination("B", lambda: [Finding(State.GOOD, "được")]),
                Examination("C", list),
            ]
        )
    )

    assert {
        name: [(each.state.name, each.words) for each in found] for name, found in subjects.items()
    } == {
        "A": [("BAD", "Không kiểm tra được: ValueError: hỏng")],
        "B": [("GOOD", "được")],
    }


@pytest.mark.usefixtures("own_storage")
def test_a_folder_that_others_may_read_is_named_with_the_command(folder):
    folder.chmod(0o755)
    (folder / "secret-key").write_text("x")
    (folder / "secret-key").chmod(0o644)

    found = list(machine.files_are_closed())

    assert [(each.state.name, each.advice) for each in found] == [
        ("BAD", f"chmod 711 {folder}"),
        ("BAD", f"chmod 600 {folder}/secret-key"),
    ]


def test_a_folder_that_nobody_else_may_enter_is_closed_whatever_lies_in_it(folder):
    folder.chmod(0o700)
    (folder / "secret-key").write_text("x")
    (folder / "secret-key").chmod(0o644)

    assert states(machine.files_are_closed()) == ["GOOD"]


def test_settings_backups_and_their_key_that_others_may_read_are_named(
    folder, settings, tmp_path_factory, monkeypatch
):
    folder.chmod(0o700)
    place = tmp_path_factory.mktemp("etc")
    file, key, settings.BACKUP_DIR = place / "env", place / "key", place / "backups"
    monkeypatch.setattr(machine, "SETTINGS_FILE", file)
    settings.BACKUP_IDENTITY = key
    settings.BACKUP_DIR.mkdir(mode=0o755)
    for path in (file, key):
        path.write_text("x")
        path.chmod(0o644)

    found = list(machine.files_are_closed())

    assert [each.advice for each in found] == [
        f"chmod 640 {file}",
        f"chmod 700 {settings.BACKUP_DIR}",
        f"chmod 640 {key}",
    ]


def test_a_disk_with_little_room_is_named(folder):
    with full_disk(folder, 2048):
        found = [each for each in machine.disks_have_room() if str(folder) in each.words]

    assert states(found) == ["BAD"]


def test_a_worker_that_does_not_run_is_named():
    before = states(services.work_is_done())[0]
    with worker_status.worker_lock():
        assert (before, states(services.work_is_done())[0]) == ("BAD", "GOOD")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no roles")
def test_an_administrator_of_the_database_is_no_role_for_the_portal():
    words = [each.words for each in services.database_is_sound() if each.state == State.BAD]

    assert "Cổng đăng nhập cơ sở dữ liệu bằng tài khoản quản trị." in words


def test_an_engine_that_does_not_answer_is_named(settings, nobody):
    settings.DELIVERY = {"ENGINES": [f"xkey+http://{nobody}"]}

    [found] = services.engines_are_told()

    assert found.state == State.BAD
    assert nobody in found.words


def test_a_mail_server_that_does_not_answer_is_named(settings, nobody):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.split(":")

    [found] = services.mail_leaves()

    assert (found.state, found.words[: len(nobody)]) == (State.BAD, nobody)


def test_a_host_that_does_not_answer_is_named(settings, nobody):
    settings.PUBLIC_HOSTS = [f"http://{nobody}"]

    [found] = services.hosts_answer()

    assert (found.state, found.words) == (State.BAD, f"{nobody}: không kết nối được")


@contextmanager
def speaking(context: ssl.SSLContext) -> Iterator[str]:
    """A server that only makes TLS connections; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            while True:
                try:
                    plain, _from = listener.accept()
                    context.wrap_socket(plain, server_side=True).close()
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        threading.Thread(target=answer, daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"


def test_a_certificate_that_ends_soon_or_is_not_trusted_is_named(settings, folder, monkeypatch):
    context = certificates.made(folder / "hailam", "hailam.example")
    with speaking(context) as address:
        host = f"https://hailam.example={address}"
        untrusted = services._certificate(host)
        monkeypatch.setenv("SSL_CERT_FILE", str(folder / "hailam.crt"))
        ending = services._certificate(host)
        monkeypatch.setattr(services, "CERTIFICATE_DAYS", (0, 0))
        enough = services._certificate(host)

    assert states([untrusted, ending, enough]) == ["BAD", "BAD", "GOOD"]
    assert "chứng thư còn hạn 0 ngày" in ending.words


def test_a_host_whose_certificate_is_not_trusted_is_one_finding(settings, folder):
    context = certificates.made(folder / "hailam", "hailam.example")
    with speaking(context) as address:
        settings.PUBLIC_HOSTS = [f"https://hailam.example={address}"]
        settings.ADMIN_URL = ""
        found = list(services.hosts_answer())

    assert states(found) == ["BAD"]
    assert "docs/install.md" in found[0].advice


def test_an_administrator_reads_all_of_it_in_the_admin(settings, nobody):
    settings.PUBLIC_HOSTS = [f"http://{nobody}"]
    client = Client()
    client.force_login(make_user(is_superuser=True))

    answer = client.get("/admin/doctor/")

    page = answer.content.decode()
    assert [subject for subject, _found in answer.context["subjects"]] == [
        str(each.subject) for each in EXAMINATIONS if str(each.subject) in page
    ]
    assert f"{nobody}: không kết nối được" in page


def test_the_command_prints_it_and_its_status_says_whether_something_is_bad(
    settings, nobody, capsys
):
    settings.PUBLIC_HOSTS = [f"http://{nobody}"]

    with pytest.raises(SystemExit) as end:
        call_command("doctor")

    assert end.value.code == 1
    assert f"  ✗ {nobody}: không kết nối được\n    → " in capsys.readouterr().out
