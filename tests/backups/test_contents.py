"""Files are stored by content: once, whole, and what is damaged is noticed."""

import pytest

from backups.errors import BackupError, Damaged
from backups.store import files
from backups.store.files import FileRow
from backups.store.repository import Repository


@pytest.fixture
def uploads(own_storage):
    folder = own_storage / "uploads"
    folder.mkdir()
    return folder


def test_a_content_is_stored_once_whatever_number_of_files_has_it(uploads, repository):
    for name in ("a", "b"):
        (uploads / name).write_text("như nhau")

    rows = list(files.store_all(repository, ""))

    assert [row.path for row in rows] == ["uploads/a", "uploads/b"]
    assert len({row.sha256 for row in rows}) == len(list(repository.files.glob("??/*"))) == 1


def test_what_is_stored_already_is_not_written_again(uploads, repository):
    (uploads / "a").write_text("một")
    [row] = files.store_all(repository, "")
    written = repository.content(row.sha256).stat().st_mtime_ns

    list(files.store_all(repository, ""))

    assert repository.content(row.sha256).stat().st_mtime_ns == written


def test_a_link_is_not_followed(uploads, repository, tmp_path):
    (tmp_path / "secret").write_text("khóa")
    (uploads / "a").symlink_to(tmp_path / "secret")

    assert list(files.store_all(repository, "")) == []


def test_a_file_comes_back_with_its_mode(uploads, repository):
    (uploads / "a").write_text("một")
    (uploads / "a").chmod(0o640)
    [row] = files.store_all(repository, "")
    (uploads / "a").unlink()

    files.fetch(repository, row, None)

    assert ((uploads / "a").read_text(), (uploads / "a").stat().st_mode & 0o777) == ("một", 0o640)


@pytest.mark.parametrize("damage", ["changed", "cut short", "missing"])
def test_a_damaged_content_is_named_and_nothing_is_written(uploads, repository, damage):
    (uploads / "a").write_text("một hai ba")
    [row] = files.store_all(repository, "")
    (uploads / "a").unlink()
    content = repository.content(row.sha256)
    if damage == "missing":
        content.unlink()
    else:
        content.write_text({"changed": "một hai bốn", "cut short": "một"}[damage])

    with pytest.raises(Damaged, match=row.sha256):
        files.fetch(repository, row, None)

    assert list(uploads.iterdir()) == []


@pytest.mark.parametrize(
    "path",
    ["uploads/../../etc/passwd", "//etc/passwd", "/etc/passwd", "static/a.js", "uploads", ""],
)
def test_a_list_that_leads_out_of_the_folders_is_refused(uploads, path):
    row = FileRow(path, "0" * 64, 1, 0o640)

    with pytest.raises(Damaged):
        list(FileRow.read([row.to_json().encode()]))


def test_a_folder_that_holds_something_else_is_no_place_for_backups(tmp_path):
    (tmp_path / "ours.txt").write_text("của ta")

    with pytest.raises(BackupError, match="holds something else"):
        Repository(tmp_path).create()


def test_what_is_encrypted_and_what_is_not_do_not_lie_in_one_folder(repository):
    with pytest.raises(
        BackupError, match="is not encrypted: name another folder, or move all but removals"
    ):
        repository.create("age1somebody")


def test_two_runs_do_not_meet(repository):
    with (
        repository.locked(),
        pytest.raises(BackupError, match="another run"),
        repository.locked(),
    ):
        pass


def test_a_doubled_slash_does_not_lead_out_of_the_folder(uploads):
    [row] = FileRow.read([b'{"path":"uploads//etc/passwd","sha256":"","size":0,"mode":384}'])

    assert row.place == uploads / "etc/passwd"
