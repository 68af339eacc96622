"""Encrypted backups: only the right key opens them, and age alone does too."""

import shutil
import subprocess

import pytest

from backups.errors import BackupError, Damaged
from backups.store import encryption, files

pytestmark = pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")


@pytest.fixture
def make_key(tmp_path):
    """Call it for a key: the file of the identity, and its recipient."""

    def make(name="key"):
        path = tmp_path / name
        subprocess.run(["age-keygen", "-o", path], check=True, capture_output=True)
        answer = subprocess.run(["age-keygen", "-y", path], check=True, capture_output=True)
        return path, answer.stdout.decode().strip()

    return make


def written(path, recipient, content=b"Kho\xc3\xa1 " * 100_000):
    with encryption.written(path, recipient) as file:
        file.write(content)
    return content


def read(path, identity):
    with encryption.opened(path, identity) as file:
        return file.read()


def test_what_is_written_to_a_recipient_is_read_with_its_identity_alone(make_key, tmp_path):
    identity, recipient = make_key()
    content = written(tmp_path / "a", recipient)

    assert read(tmp_path / "a", identity) == content
    assert content[:8] not in (tmp_path / "a").read_bytes()
    with pytest.raises(Damaged, match="no identity matched"):
        read(tmp_path / "a", make_key("other")[0])


@pytest.mark.parametrize("damage", ["changed", "cut short"])
def test_damage_is_noticed(make_key, tmp_path, damage):
    identity, recipient = make_key()
    written(tmp_path / "a", recipient)
    stored = bytearray((tmp_path / "a").read_bytes())
    if damage == "changed":
        stored[-100] ^= 1
    else:
        del stored[-100:]
    (tmp_path / "a").write_bytes(stored)

    with pytest.raises(Damaged):
        read(tmp_path / "a", identity)


def test_a_recipient_that_is_none_is_refused():
    with pytest.raises(BackupError, match="BACKUP_RECIPIENT"):
        encryption.check_recipient("age1nobody")


def test_files_come_back_encrypted(own_storage, repository, make_key):
    identity, recipient = make_key()
    uploads = own_storage / "uploads"
    uploads.mkdir()
    (uploads / "a").write_text("một hai ba")
    [row] = files.store_all(repository, recipient)
    (uploads / "a").unlink()

    files.fetch(repository, row, identity)

    assert (uploads / "a").read_text() == "một hai ba"
    assert b"hai" not in repository.content(row.sha256).read_bytes()
