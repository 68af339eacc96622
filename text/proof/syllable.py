"""The syllables that Vietnamese spelling allows: onsets × rimes × tones, by rules, not by a
dictionary.

The rules are taught in schools. `c` or `k`, `g` or `gh`, `ng` or `ngh` depend on the vowel that
follows; `qu` and `gi` are onsets; a rime that ends in c, ch, p or t has the tone sắc or nặng. The
tone mark is on the letter that already has a mark, else its place follows rules in one of two
styles: `hòa` (old) or `hoà` (new: Quyết định 240/QĐ of 1984, ministry of education). The styles
differ only for oa, oe and uy.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

from text.unicode import split_tones

# Each tone's combining mark.
TONES = {
    "": "",
    "huyền": "\u0300",
    "hỏi": "\u0309",
    "ngã": "\u0303",
    "sắc": "\u0301",
    "nặng": "\u0323",
}
_OF_STOPS = ("sắc", "nặng")
_TONE_NAMES = list(TONES)

_ONSETS = ["", *"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()]
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
e ec em en eng eo ep et  ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oc oi om on ong op ot ooc oong  ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung uôc uôi uôm uôn uông uôt up ut
ư ưa ưc ưi ưm ưng ưt ươc ươi ươm ươn ương ươp ươt ươu ưu
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
oe oem oen oeo oet  uâc uân uâng uât uây uê uêch uênh uêu uơ
uy uya uych uyên uyêt uyn uynh uyp uyt uyu
y yêm yên yêng yêt yêu
""".split()
_AFTER_QU = """
a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê ên êt êch ênh êu
i it y ych yên yêt ynh yt ơ ơi ơn ơt ôc
""".split()
# gì, gìn, giếng: the i belongs to onset and rime.
_AFTER_G = "i im in iêc iêm iên iêng iêp iêt".split()
# These rimes have the sound w before the vowel.
_ROUNDED = ("oa", "oă", "oe", "uâ", "uê", "uơ", "uy")
# The sound w does not follow these onsets, except in loanwords.
_LABIALS = {"b", "m", "p", "ph", "v"}
_LOANS = ("buyt", "phuy", "phuya", "voan", "muyn", "poa")
_WITH_Y = {"", "d", "h", "k", "l", "m", "n", "s", "t", "th", "v"}


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable: its `letters` without the tone, and the name of its `tone` ("" for ngang).

    `style` is `old` or `new` if the two styles place the tone on different letters, else "".
    """

    letters: str
    tone: str
    style: str = ""


@cache
def syllables() -> dict[str, Syllable]:
    """All possible syllables, about 17,000, by each of their spellings in lower case."""
    found: dict[str, Syllable] = {}
    for onset in _ONSETS:
        for rime in _rimes_after(onset):
            for tone in _OF_STOPS if rime.endswith(("c", "ch", "p", "t")) else TONES:
                old, new = (onset + _written(rime, tone, style) for style in ("old", "new"))
                letters = onset + rime
                found[old] = Syllable(letters, tone, "old" if old != new else "")
                found[new] = Syllable(letters, tone, "new" if old != new else "")
    return found


@cache
def spellings() -> dict[tuple[str, str], str]:
    """The usual spelling by letters and tone, in the old style, which most papers use."""
    return {
        (syllable.letters, syllable.tone): spelling
        for spelling, syllable in syllables().items()
        if syllable.style != "new"
    }


def parse(word: str) -> Syllable | None:
    """The word in any case as a syllable; None if it cannot be Vietnamese."""
    return syllables().get(word.lower())


def in_other_style(syllable: Syllable) -> str:
    """The syllable in lower case, with its tone placed in the other style."""
    wanted = "new" if syllable.style == "old" else "old"
    letters, mark = syllable.letters, TONES[syllable.tone]
    at = len(letters) - 1 - (wanted == "old")
    return unicodedata.normalize("NFC", letters[: at + 1] + mark + letters[at + 1 :])


def without_tones(word: str) -> tuple[str, list[str]]:
    """A word in lower case without tone marks, and the names of its tones in order."""
    letters, tones = split_tones(word.lower())
    return letters, [_TONE_NAMES[int(tone)] for tone in tones]


def _rimes_after(onset: str) -> list[str]:
    if onset == "qu":
        return _AFTER_QU
    if onset == "g":
        return [*_AFTER_G, *(rime for rime in _RIMES if rime[0] not in "eêiy")]
    return [rime for rime in _RIMES if _fits(onset, rime)]


def _fits(onset: str, rime: str) -> bool:
    front = rime[0] in "eêiy"
    if onset in ("k", "gh", "ngh"):
        return front and (rime[0] != "y" or (onset, rime) == ("k", "y"))
    if (onset in ("c", "ng") and front) or (onset == "gi" and rime[0] in "êiy"):
        return False
    if rime.startswith(_ROUNDED):
        return onset != "c" and (onset not in _LABIALS or onset + rime in _LOANS)
    if rime[0] == "y":
        return onset == "" if len(rime) > 1 else onset in _WITH_Y
    return onset != "" or not rime.startswith("iê")


@cache
def _written(rime: str, tone: str, style: str) -> str:
    at = _place(rime, style)
    return unicodedata.normalize("NFC", rime[: at + 1] + TONES[tone] + rime[at + 1 :])


def _place(rime: str, style: str) -> int:
    """The index of the letter in the rime that has the tone mark."""
    marked = [at for at, letter in enumerate(rime) if letter in "ăâêôơ"]
    if marked:
        return marked[-1]
    vowels = len(rime) - len(rime.lstrip("aeiouyư"))
    if vowels == 1 or rime[0] == "ư":
        return 0
    if vowels == 3 or len(rime) > vowels:
        return 1
    return 1 if rime in ("oa", "oe", "uy") and style == "new" else 0
