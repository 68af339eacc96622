"""Keystrokes of Telex that were left in a text: `ddược`, `truwowngf`, `trườngf`.

Telex types đ as dd, ă â ê ô ơ ư as aw aa ee oo ow uw (uow is ươ), and the tones huyền hỏi ngã sắc
nặng as f r x s j, after the vowel or at the end of the syllable.
"""

import re

from text.proof.syllable import spellings, without_tones

_TONE_KEYS = {"f": "huyền", "r": "hỏi", "x": "ngã", "s": "sắc", "j": "nặng"}
_PAIRS = {"aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "dd": "đ"}
_PAIR = re.compile("|".join(_PAIRS))
_HORNS = re.compile("uơ|ưo")
_VOWEL = frozenset("aeiouyăâêôơư")
# What no English or French word has: other words (`boots`, `tour`) also look like Telex.
_SURE = re.compile(
    "dd|uw|[^aou]w$|aa|oow|iee|yeeu|uoo|ooi|j$|nh[frsx]$|ng[frx]$|[ghmny]f$|(?<!o)a[oiuy]?f$"
    "|[aeow][iu]f$|[ao]w[a-z]*[fjx]$|[ao]w[tcp]s$|^(?:ng|nh|kh|gi|qu).*[frx]$"
    "|^(?:ph|tr).*[rx]$|^(?:ng|nh|kh).*(?:oo|ee).*[rsx]$"
)


def decode_telex(word: str) -> str | None:
    """The syllable, in lower case, that these keystrokes would have given; None if none."""
    lower = word.lower()
    if len(lower) > 12 or not _SURE.search(lower):
        return None
    letters, tones = without_tones(lower)
    key = next((at for at in range(len(letters) - 1, 0, -1) if letters[at] in _TONE_KEYS), None)
    stems = [(letters, tones)]
    if key is not None and any(letter in _VOWEL for letter in letters[:key]):
        stems.insert(0, (letters[:key] + letters[key + 1 :], [*tones, _TONE_KEYS[letters[key]]]))
    for stem, own in stems:
        typed = _HORNS.sub("ươ", _PAIR.sub(lambda pair: _PAIRS[pair[0]], stem))
        spelt = spellings().get((typed, own[-1] if own else ""))
        if spelt and spelt != lower and not (lower.isascii() and spelt.isascii()):
            return spelt
    return None
