"""`make release`: an archive of the last commit with its built static files, a list of its parts,
and checksums, in `var/release`.

It is made from the archive itself, in an environment of its own, so that it is known to install and
to build. The same commit gives the same bytes.
"""

import gzip
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The SHA-256 of all other files, as `sha256sum --check` reads it.
CHECKSUMS = "SHA256SUMS"


def main() -> None:
    """Write the archive. SystemExit if something is not committed."""
    if _git("status", "--porcelain"):
        sys.exit("make release: commit everything first; the archive is made of the last commit.")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    if f"\n## {version}" not in (ROOT / "CHANGELOG.md").read_text():
        sys.exit(f"make release: CHANGELOG.md has no page for {version}.")
    name = f"cong-tin-{version}"
    seconds = int(_git("log", "-1", "--format=%ct"))
    into = ROOT / "var" / "release"
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / name
        unpack_commit(tree)
        build(tree, Path(folder) / "var")
        parts = into / f"{name}.cdx.json"
        write_parts(tree, parts, seconds)
        archive = into / f"{name}.tar.gz"
        pack(tree, archive, seconds)
    lines = [
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}" for each in (archive, parts)
    ]
    (into / CHECKSUMS).write_text("\n".join([*lines, ""]))
    sys.stdout.write("\n".join([f"{into.relative_to(ROOT)}:", *lines, ""]))


def unpack_commit(tree: Path) -> None:
    """Write the files of the last commit into this new folder."""
    tree.mkdir()
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", tree], input=packed.stdout, check=True)


def build(tree: Path, var: Path) -> None:
    """Install what the release wants, compile its catalogue, and collect its static files into
    `static-built`."""
    clean = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "VAR_DIR": str(var)}
    python = tree / ".venv" / "bin" / "python"
    compile_catalogue = "from portal import message_catalogue; message_catalogue.compile_stale()"
    for command in (
        [sys.executable, "-I", "-X", "utf8", "bootstrap.py"],
        [python, "-c", compile_catalogue],
        [python, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
    ):
        subprocess.run(command, cwd=tree, env=clean, check=True)
    (var / "static").rename(tree / "static-built")


def write_parts(tree: Path, path: Path, seconds: int) -> None:
    """List everything that the release installs, with versions and licences, in CycloneDX."""
    subprocess.run(
        [
            *(Path(sys.executable).with_name("cyclonedx-py"), "environment"),
            *(
                "--pyproject",
                tree / "pyproject.toml",
                "--output-reproducible",
                "--output-file",
                path,
            ),
            tree / ".venv",
        ],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(seconds)},
        check=True,
    )


def pack(tree: Path, archive: Path, seconds: int) -> None:
    """Pack the folder, without its `.venv`, so that the same files always give the same bytes: in
    order, of nobody, of the time of the commit."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        parts = Path(member.name).parts
        if ".venv" in parts or "__pycache__" in parts:
            return None
        member.mtime, member.uid, member.gid, member.uname, member.gname = seconds, 0, 0, "", ""
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with (
        archive.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=seconds) as zipped,
        tarfile.open(fileobj=zipped, mode="w") as packed,
    ):
        # `add` goes through a folder in the order of its names.
        packed.add(tree, tree.name, filter=plain)


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


if __name__ == "__main__":
    main()
