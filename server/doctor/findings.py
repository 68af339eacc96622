"""What the doctor looks at, and what it finds: `manage.py doctor` prints it, administrators read it
in the admin."""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, override

log = logging.getLogger(__name__)


class State(IntEnum):
    """How bad a finding is."""

    GOOD = 0
    # Somebody should look at it some day.
    ADVICE = 1
    BAD = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what is so and, unless it is good, what to do."""

    state: State
    words: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """One subject of the doctor's page. `examine` gives a finding for each thing it looked at; if
    it fails, that is a finding too."""

    subject: Promise | str
    examine: Callable[[], Iterable[Finding]]
    # Whether it waits for other servers and asks no database: these are examined at the same time.
    waits: bool = False


def good(words: str) -> Finding:
    return Finding(State.GOOD, words)


def advice(words: str, what_to_do: str) -> Finding:
    return Finding(State.ADVICE, words, what_to_do)


def bad(words: str, what_to_do: str) -> Finding:
    return Finding(State.BAD, words, what_to_do)


def examine(examinations: Iterable[Examination]) -> Iterator[tuple[str, list[Finding]]]:
    """Make these examinations. Yields subject and findings of each, in their order; a subject of
    which nothing was found is left out."""
    examinations, language = list(examinations), get_language()

    def waited(each: Examination) -> list[Finding]:
        with override(language):
            return _findings(each)

    with ThreadPoolExecutor(len(examinations) or 1) as pool:
        waiting = {each: pool.submit(waited, each) for each in examinations if each.waits}
        for each in examinations:
            found = waiting[each].result() if each in waiting else _findings(each)
            if found:
                yield str(each.subject), found


def _findings(examination: Examination) -> list[Finding]:
    try:
        return list(examination.examine())
    except Exception as error:
        log.warning("examining %s", examination.subject, exc_info=True)
        return [
            bad(
                _("It could not be examined: %s") % f"{type(error).__name__}: {error}",
                _("The log has the whole error."),
            )
        ]
