"""Finds secrets in the files of the repository: private keys, tokens, keys and passwords that look
random. `make check` runs it.

It looks for what has a known form, and judges by how random a value looks, so that names of
settings and passwords of tests pass. detect-secrets 1.5 found 73 places here and no secret among
them, most of them digests and passwords of tests, and took over a minute.
"""

import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Files that hold keys or a portal's data, whatever stands in them.
FILE_NAMES = re.compile(
    r"(^|/)(\.env(\..*)?|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|key|p12|pfx|kdbx|sqlite3))$"
)
KNOWN_FORMS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=\s\\n]{40}"),
    "a token of GitHub": re.compile(r"\b(gh[opusr]_\w{36}|github_pat_\w{60})"),
    "a token of GitLab": re.compile(r"\bglpat-[\w-]{20}"),
    "a key of AWS": re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a key of Google": re.compile(r"\bAIza[\w-]{35}"),
    "a token of Slack": re.compile(r"\bxox[abprs]-[\w-]{10}"),
    "a token of PyPI": re.compile(r"\bpypi-AgE[\w-]{50}"),
    "a JSON Web Token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10}"),
}
# A value that a name or an address calls secret; it counts if it looks random.
NAMED = {
    "a secret": re.compile(
        r"(?i)(?:secret|passw(?:or)?d|token|api_?key)\w*[\"']?\s*[:=]\s*[\"']?([^\s\"'`,;(){}<>$]{16,})"
    ),
    "a password in an address": re.compile(
        r"\b[a-z][a-z+]*://[^\s/:@\"']*:([^\s/@\"'{}$<>%]{8,})@"
    ),
}
# What looks random and is no secret.
NO_SECRETS = {
    "abcdefghjkmnpqrstuvwxyz23456789",  # the letters of generated passwords
    "Thuyen-ve-ben-cu-1987",  # the password of portals that tests set up
}
# Bits for each character: random letters and digits have 3.5 and more in 20 characters.
RANDOM_BITS = 3.5


def tracked_files() -> list[str]:
    """The files that git knows, with those that are new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def secrets_in(name: str, text: str) -> Iterator[str]:
    """`file:line: what it is`, for each secret in a file. The secret itself is never told."""
    if FILE_NAMES.search(name):
        yield f"{name}: a file that holds keys or data"
    for kind, form in KNOWN_FORMS.items():
        for found in form.finditer(text):
            yield f"{name}:{_line(text, found)}: {kind}"
    for kind, form in NAMED.items():
        for found in form.finditer(text):
            if looks_random(found[1]) and found[1] not in NO_SECRETS:
                yield f"{name}:{_line(text, found)}: {kind}"


def looks_random(value: str) -> bool:
    """Whether the value could be made by chance: letters and digits mixed, few of them twice."""
    if not (re.search(r"\d", value) and re.search("[A-Za-z]", value)):
        return False
    counts = Counter(value).values()
    bits = -sum(count / len(value) * math.log2(count / len(value)) for count in counts)
    return bits >= min(RANDOM_BITS, 0.85 * math.log2(len(value)))


def _line(text: str, found: re.Match) -> int:
    return text.count("\n", 0, found.start()) + 1


def scan() -> list[str]:
    """The secrets in all files. Files that are no text are judged by their names."""
    found = []
    for name in tracked_files():
        content = (ROOT / name).read_bytes()
        text = "" if b"\0" in content[:8000] else content.decode("utf-8", "replace")
        found += secrets_in(name, text)
    return found
