"""What a password must not be made of, beside what Django refuses itself (`settings`).

Whoever guesses tries names and common passwords first, with digits behind them and with `@` for an
`a`. So what is taken for strong is only what stays when all of that is taken away.
"""

import re
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agency.current import current_agency
from text.fold import fold
from text.unicode import nfc

# How many different characters have to stay.
MIN_OWN_CHARACTERS = 6
# Characters. To look for a repeated piece takes longer with the square of them.
MAX_PASSWORD_LENGTH = 128
# Shorter words and runs stand in many good passwords by chance.
MIN_GUESSED_WORD_LENGTH = 4

# What people in Vietnam choose most often, without accents, and what the world does.
COMMON = """
    matkhau matkhaumoi matkhaucu khongbiet khongco khongnho boqua quenroi batky
    anhyeuem emyeuanh yeuem yeuanh anhnhoem emnhoanh toiyeu tinhyeu yeuthuong yeumai maimai
    chongyeu voyeu conyeu conyeume bome boyeu meyeu giadinh hanhphuc congchua hoangtu
    vietnam yeuvietnam hanoi haiphong danang cantho saigon hochiminh bacho tophuquoc toquoc
    thanhcong cogang maymanphat phattai xinchao chaoem camon sieunhan bongda nguoila batman
    quantri quantrivien nhanvien vanphong coquan bientap bientapvien phongvien toasoan thuky
    congtin tintuc trangtin baochi uyban uybannhandan chinhquyen thanhpho cuatoi cuaem cuaanh
    password passwd pass word welcome admin administrator root user guest login letmein
    changeme secret default master manager system server test testing demo temp
    iloveyou loveyou lovely forever monkey dragon sunshine princess football baseball superman
    shadow michael computer internet freedom whatever trustno samsung iphone google
    facebook zalo youtube windows ubuntu django python hello world
    1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3 q1w2e3r4 qweasd qweasdzxc asdzxc
    1qaz 2wsx 3edc 4rfv zaq1 xsw2 qazwsx qazwsxedc abc123 a1b2c3 aa123456
""".split()
# Neighbours on the keyboard and in the alphabet, read either way.
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
    """Django's own, for which a letter is the same however it was typed: Windows' Vietnamese
    keyboard writes the marks of “ề” apart from their letter, telephones and Unikey do not."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        return super().encode(nfc(password), salt, iterations)


class GuessedPasswordValidator:
    """Refuses one piece that is repeated, and what is little more than names of the portal or of
    the account, common passwords, and rows of keys."""

    def validate(self, password: str, user: AbstractUser | None = None) -> None:
        """ValidationError where it would soon be guessed, or takes long to judge."""
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
        if _is_repeated(plain):
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


def _is_repeated(plain: str) -> bool:
    """Whether it is one piece again and again, the last time perhaps cut."""
    return any(plain[size:] == plain[:-size] for size in range(1, len(plain) // 2 + 1))


def _characters_left(plain: str, names: set[str]) -> set[str]:
    """The characters that stay when everything that is guessed first is taken away, as it is
    spelt and then in disguise."""
    pieces = sorted(names | _common(), key=len, reverse=True)
    guessed = re.compile("|".join([*map(re.escape, pieces), YEARS]))
    left = guessed.sub(" ", guessed.sub(" ", plain).translate(LEET_LETTERS))
    return set(left) - {" "}


@cache
def _common() -> frozenset[str]:
    both_ways = [way for row in KEYBOARD_ROWS for way in (row, row[::-1])]
    runs = {
        row[start:end]
        for row in both_ways
        for start in range(len(row))
        for end in range(start + MIN_GUESSED_WORD_LENGTH, len(row) + 1)
    }
    return frozenset((*runs, *(word for word in COMMON if len(word) >= MIN_GUESSED_WORD_LENGTH)))


def _names(user: AbstractUser | None) -> set[str]:
    """The words of the names, and each two that stand side by side: `hai` and `hailam`."""
    agency = current_agency()
    names = [agency["name"], agency["short_name"], agency["source_name"]]
    names.append(urlsplit(settings.PUBLIC_URL).hostname or "")
    if user is not None:
        # No username while it is one that was refused, for being taken say.
        names += [user.get_username() or "", user.get_full_name(), user.email.partition("@")[0]]
    found = set()
    for name in names:
        words = re.findall(r"[a-z0-9]+", fold(name))
        found |= {*words, "".join(words), *map("".join, pairwise(words))}
    return {word for word in found if len(word) >= MIN_GUESSED_WORD_LENGTH}
