"""What `settings` needs: numbers, switches and addresses in the environment, and the secret key of
a local portal."""

import os
import secrets
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import split_domain_port

ON, OFF = ("true", "1", "yes", "on"), ("false", "0", "no", "off")


def read_number(name: str, default: int) -> int:
    """The whole number in this variable; `default` if it is not set or empty. ImproperlyConfigured
    for anything else."""
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is a whole number, not {value!r}") from None


def read_switch(name: str, default: bool) -> bool:
    """Whether this variable says true; `default` if it is not set or empty. ImproperlyConfigured
    for anything but `true` and `false` (or 1, 0, yes, no, on, off)."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in {*ON, *OFF}:
        raise ImproperlyConfigured(f"{name} is true or false, not {value!r}")
    return value in ON


def host_name(parts: SplitResult) -> str:
    """The host name as Django compares it with Host headers; empty if it is not valid."""
    return split_domain_port(parts.netloc)[0]


def parse_origin(name: str, address: str) -> SplitResult:
    """The parts of an address; ImproperlyConfigured unless it is a scheme and a host, no more.

    `name` is the variable's name for the message.
    """
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and host_name(parts) and parts.port != 0
        more = address.partition("://")[2] != parts.netloc or "@" in parts.netloc
    except ValueError:
        known = False
    if not known or more:
        raise ImproperlyConfigured(
            f"{name} is a scheme and a host, like https://hailam.example, not {address!r}"
        )
    return parts


def parse_public_host(value: str) -> SplitResult:
    """The parts of the scheme and host in an entry of PUBLIC_HOSTS, which is `https://name` or
    `https://name=IP:port`. ImproperlyConfigured for anything else."""
    url, given, address = value.partition("=")
    host = parse_origin("Each of PUBLIC_HOSTS", url)
    try:
        if given:
            ip_address(parse_origin("", f"{host.scheme}://{address}").hostname)
    except (ImproperlyConfigured, ValueError):
        raise ImproperlyConfigured(
            "What follows = in one of PUBLIC_HOSTS is an IP address, like "
            "https://hailam.example=10.0.0.5 or https://hailam.example=[fd00::5]:8443, "
            f"not {value!r}"
        ) from None
    return host


def read_or_make_secret(path: Path) -> str:
    """The secret in this file; it is made on first use."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Another process may have made it in between.
        with suppress(FileExistsError):
            write_private(path, secrets.token_urlsafe(50))
        return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner can ever read. It outlives a power cut. FileExistsError
    if it exists."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # So nobody ever reads half of it.
        os.link(new, path)
    finally:
        new.unlink(missing_ok=True)
