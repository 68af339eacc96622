"""Certificates for servers within tests."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest


def made(stem: Path, name: str) -> ssl.SSLContext:
    """The TLS context of a server, with a self-signed certificate of that name in `stem.key` and
    `stem.crt`. Skips the test without openssl."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate")
    key, certificate = stem.with_suffix(".key"), stem.with_suffix(".crt")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
