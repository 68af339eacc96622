"""Refuses passwords that are easily guessed, in addition to Django's validators.

Attackers first try names and common passwords, with digits after them and with `@` for `a`. So
these are removed from a password, and what is left must have enough different characters. The
module also has a hasher for passwords in NFC.
"""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, ngettext

from agency.current import current_agency
from text.fold import fold
from text.unicode import nfc

# At least this many different characters must be left.
MIN_OWN_CHARACTERS = 6
# In characters. The search for a repeated piece takes time with the square of the length.
MAX_PASSWORD_LENGTH = 128
# Shorter words and runs of keys are not removed: many good passwords hold them by chance.
MIN_GUESSED_WORD_LENGTH = 4

# The most common passwords, in Vietnam (without accents) and elsewhere.
_COMMON_PASSWORDS = Path(__file__).with_name("common_passwords.txt")
# Rows of keys, and the alphabet; read in both directions.
KEYBOARD_ROWS = (
    "1234567890",
    "!@#$%^&*()_+",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
YEARS = "(?:19|20)[0-9]{2}"
LEET_LETTERS = str.maketrans("@4013!5$7", "aaoieisst")


class NfcPasswordHasher(PBKDF2PasswordHasher):
    """Django's hasher, but it hashes the password in NFC: the Vietnamese keyboard of Windows writes
    “ề” as several characters, phones and Unikey write it as one."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        return super().encode(nfc(password), salt, iterations)


class GuessedPasswordValidator:
    """Refuses a password that is a repeated piece, or little more than names of the portal or the
    account, common passwords, and runs of keys."""

    def validate(self, password: str, user: AbstractUser | None = None) -> None:
        """Raise ValidationError for a password that is easily guessed or too long."""
        if len(password) > MAX_PASSWORD_LENGTH:
            raise ValidationError(
                ngettext(
                    "It may have %d character at most.",
                    "It may have %d characters at most.",
                    MAX_PASSWORD_LENGTH,
                )
                % MAX_PASSWORD_LENGTH,
                code="password_too_long",
            )
        plain = "".join(fold(password).split())
        # One piece repeated; the last repetition may be cut.
        if any(plain[size:] == plain[:-size] for size in range(1, len(plain) // 2 + 1)):
            raise ValidationError(_("It is one piece, repeated."), code="password_repeated")
        if len(_characters_left(plain, _names(user))) < MIN_OWN_CHARACTERS:
            raise ValidationError(
                ngettext(
                    "It is little more than common passwords, rows of keys and names of the "
                    "portal or of the account. Besides them it needs %d character.",
                    "It is little more than common passwords, rows of keys and names of the "
                    "portal or of the account. Besides them it needs %d different characters.",
                    MIN_OWN_CHARACTERS,
                )
                % MIN_OWN_CHARACTERS,
                code="password_guessed",
            )

    def get_help_text(self) -> str:
        return _(
            "It must not be made of names of the portal or of the account, of common passwords, "
            "or of one piece that is repeated."
        )


def _characters_left(plain: str, names: set[str]) -> set[str]:
    """The characters that are left after names, common passwords, runs and years are removed, as
    they are written and in leet spelling (`@` for `a`)."""
    pieces = sorted(names | _common(), key=len, reverse=True)
    guessed = re.compile("|".join([*map(re.escape, pieces), YEARS]))
    return set(guessed.sub(" ", guessed.sub(" ", plain).translate(LEET_LETTERS))) - {" "}


@cache
def _common() -> frozenset[str]:
    runs = {
        row[start:end]
        for row in (way for keys in KEYBOARD_ROWS for way in (keys, keys[::-1]))
        for start in range(len(row))
        for end in range(start + MIN_GUESSED_WORD_LENGTH, len(row) + 1)
    }
    words = _COMMON_PASSWORDS.read_text().split()
    return frozenset((*runs, *(word for word in words if len(word) >= MIN_GUESSED_WORD_LENGTH)))


def _names(user: AbstractUser | None) -> set[str]:
    """The words in the names of the portal and the account, each name in one word, and each two
    neighbouring words in one (`hailam`)."""
    agency = current_agency()
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    names = [agency["name"], agency["short_name"], agency["source_name"], host]
    if user is not None:
        # The username is empty if it was refused, for example because it is taken.
        names += [user.get_username() or "", user.get_full_name(), user.email.partition("@")[0]]
    found = set()
    for name in names:
        words = re.findall(r"[a-z0-9]+", fold(name))
        found |= {*words, "".join(words), *map("".join, pairwise(words))}
    return {word for word in found if len(word) >= MIN_GUESSED_WORD_LENGTH}
