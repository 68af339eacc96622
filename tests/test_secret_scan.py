"""`make check` finds secrets, and takes what is none for none. No secret stands in this file in one
piece, because the scan reads it, too."""

import pytest

from tests.secret_scan import secrets_in

RANDOM = "q8Zr2" + "Vw7Kp4Xn" + "1Lt9Ys6"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (
            "-----BEGIN " + "PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC" * 2,
            "a private key",
        ),
        ("gh" + "p_" + "a1B2" * 9, "a token of GitHub"),
        ("AKIA" + "IOSFODNN7" + "EXAMPLE", "a key of AWS"),
        (f"SECRET_KEY={RANDOM}", "a secret"),
        (f'"api_key": "{RANDOM}"', "a secret"),
        (f"postgres://portal:{RANDOM}@db/portal", "a password in an address"),
    ],
)
def test_a_secret_is_found_and_not_told(line, kind):
    assert list(secrets_in("a.txt", f"first\n{line}\n")) == [f"a.txt:2: {kind}"]


@pytest.mark.parametrize("name", ["deploy/.env", "id_ed25519", "tls/portal.key", "a.sqlite3"])
def test_a_file_that_holds_keys_is_found_by_its_name(name):
    assert list(secrets_in(name, "")) == [f"{name}: a file that holds keys or data"]


@pytest.mark.parametrize(
    "line",
    [
        "SECRET_KEY=",
        'password = "mật khẩu của phép thử"',
        "token: Callable[[int], SomeOtherThing2]",
        "smtp+tls://user:password@host:587",
        "PASSWORD_RESET_TIMEOUT = 3600",
        "--hash=sha256:" + "0a1b2c3d" * 8,
    ],
)
def test_what_only_names_a_secret_passes(line):
    assert list(secrets_in("a.txt", line)) == []
