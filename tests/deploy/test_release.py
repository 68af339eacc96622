"""The archive of a release: the same files give the same bytes; `setup` takes its static files."""

import runpy
import tarfile
from pathlib import Path

from portal.management.commands.setup import copy_files
from tests.processes import ROOT

pack = runpy.run_path(str(ROOT / "deploy" / "release.py"))["pack"]
SECONDS = 1_577_836_800


def tree(folder: Path, mode: int) -> Path:
    """Files as somebody with this umask has them, among them some of an installation."""
    made = folder / "cong-tin-9.9"
    for name in ("b.txt", "a/script.sh", ".venv/bin/python", "a/__pycache__/x.pyc"):
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
        path.chmod(mode | (0o111 if name.endswith(".sh") else 0))
    return made


def test_the_same_files_give_the_same_bytes(tmp_path):
    for name, mode in (("one", 0o600), ("two", 0o664)):
        (tmp_path / name).mkdir()
        pack(tree(tmp_path / name, mode), tmp_path / f"{name}.tar.gz", SECONDS)

    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "two.tar.gz").read_bytes()


def test_what_belongs_to_an_installation_is_left_out(tmp_path):
    pack(tree(tmp_path, 0o600), tmp_path / "it.tar.gz", SECONDS)

    with tarfile.open(tmp_path / "it.tar.gz") as packed:
        found = [(each.name, each.mode) for each in packed.getmembers()]
    assert found == [
        ("cong-tin-9.9", 0o755),
        ("cong-tin-9.9/a", 0o755),
        ("cong-tin-9.9/a/script.sh", 0o755),
        ("cong-tin-9.9/b.txt", 0o644),
    ]


def test_built_static_files_are_copied_into_folders_that_keep_their_rights(tmp_path):
    built, static = tmp_path / "built", tmp_path / "static"
    (built / "css").mkdir(parents=True)
    (built / "css" / "new.css").write_text("new")
    static.mkdir()
    static.chmod(0o2750)
    (static / "old.css").write_text("old")

    copy_files(built, static)

    found = sorted(str(each.relative_to(static)) for each in static.rglob("*") if each.is_file())
    assert (found, static.stat().st_mode & 0o7777) == (["css/new.css", "old.css"], 0o2750)
