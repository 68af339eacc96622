"""Kills a portal with `kill -9` again and again while people work on it. Each time it starts the
portal again and checks that everything acknowledged is there, and nothing only in part."""

import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from tests.processes import ROOT, below, free_port, gone, serving, surroundings

from .writing import Browser, Died, Known, Pulse, Words, Writer

WRITERS = "abc"
# How many articles are checked on which nobody has worked since the last kill.
MAX_OTHERS_READ = 5

# Asks the process of `looking`: takes the name of a question and its arguments.
Ask = Callable[..., Any]


@dataclass
class Report:
    kills: int = 0
    # The requests that were running when the server was killed.
    hit: Counter = field(default_factory=Counter)
    # The acts that were acknowledged.
    done: Counter = field(default_factory=Counter)
    # What became of the acts that were not.
    half: Counter = field(default_factory=Counter)
    # How many answers were compared with the same page made anew.
    pages: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills in {self.seconds:.0f} s, while somebody waited for:"
            f" {counted(self.hit)}; acknowledged: {counted(self.done)}; of the others:"
            f" {counted(self.half)}; {self.pages:,} pages compared; wrong: {len(self.wrong)}"
        )


def counted(found: Counter) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in found.most_common())


def kill_and_look(var: Path, kills: int, seed: int, **variables: object) -> Report:
    """Kill the portal in this folder so many times, or until something is wrong. The seed decides
    the moments, as far as a machine repeats them."""
    began, random, report, port = time.monotonic(), Random(seed), Report(), free_port()
    with looking(VAR_DIR=var, PORT=port, **variables) as ask:
        town = ask("furnish")
        pulse = Pulse()
        writers = [Writer(name, Browser(port), town["section"], seed, pulse) for name in WRITERS]
        for number in range(kills + 1):
            with serving(var, port, **variables) as process:
                if number == 0:
                    password = (var / "admin-password.txt").read_text().strip()
                    for writer in writers:
                        writer.browser.sign_in("admin", password)
                else:
                    report.wrong += [
                        f"after kill {number}: {each}"
                        for each in Look(ask, port, town["path"], writers, report, random).wrong()
                    ]
                if report.wrong:
                    break
                if number < kills:
                    acts, moment = random.randint(1, 12), random.uniform(0, 1.2)
                    play(process, port, writers, town["path"], acts, moment)
                    report.kills += 1
                    report.hit.update(writer.at or "nothing" for writer in writers)
    for writer in writers:
        report.done.update(writer.done)
        report.wrong += [f"{writer.name}: {each}" for each in writer.odd]
    report.seconds = time.monotonic() - began
    return report


@contextmanager
def looking(**variables: object) -> Iterator[Ask]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.portal.killed"],
        cwd=ROOT,
        env=surroundings(DJANGO_SETTINGS_MODULE="portal.settings", LOG_LEVEL="ERROR", **variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask(name: str, *given: Any) -> Any:
        process.stdin.write(json.dumps([name, *given]) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    with process:
        yield ask
        process.stdin.close()


def play(
    process: subprocess.Popen,
    port: int,
    writers: list[Writer],
    path: str,
    acts: int,
    moment: float,
) -> None:
    """Let people write and read. When `acts` acts have been sent, wait for `moment` times the
    median time of an act; then kill the server and all processes that it started."""
    dying = threading.Event()

    def work(writer: Writer) -> None:
        try:
            writer.work()
        except Died as error:
            if not dying.is_set():
                writer.odd.append(f"too early: {error}")

    def read() -> None:
        browser = Browser(port)
        with suppress(Died):
            for address in cycle(["/", f"/{path}/", "/rss.xml", *addresses(writers)]):
                browser.ask("GET", address)

    threads = [threading.Thread(target=work, args=[writer]) for writer in writers]
    threads.append(threading.Thread(target=read))
    for thread in threads:
        thread.start()
    pulse = writers[0].pulse
    pulse.after(acts)
    time.sleep(moment * statistics.median(pulse.took))
    family = below(process.pid)
    dying.set()
    for pid in (*sorted(family), process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for thread in threads:
        thread.join()
    assert gone(family)


def addresses(writers: Iterable[Writer]) -> list[str]:
    return [f"/b/{pk}" for writer in writers for pk in writer.touched]


class Look:
    """Checks a portal that has just been started again."""

    def __init__(
        self, ask: Ask, port: int, path: str, writers: list[Writer], report: Report, random: Random
    ) -> None:
        self.ask, self.browser, self.path = ask, Browser(port), path
        self.writers, self.report = writers, report
        self.known = {pk: known for writer in writers for pk, known in writer.articles.items()}
        self.touched = sorted(pk for writer in writers for pk in writer.touched)
        others = sorted(set(self.known) - set(self.touched))
        self.read = [*self.touched, *random.sample(others, min(MAX_OTHERS_READ, len(others)))]

    def wrong(self) -> Iterator[str]:
        # First of all, before the worker can repair anything.
        answers = {address: self._get(address) for address in self._addresses()}
        found = self.ask("look", self.read)
        yield from found["faults"]
        for pk in self.read:
            yield from self._article(self.known[pk], found["articles"][str(pk)])
        for writer in self.writers:
            yield from self._typed_and_sent(writer, found)
        yield from self._pages(answers)
        anew = self.ask("make", list(answers))
        self.report.pages += len(anew)
        for address, answer in answers.items():
            if list(answer) != anew[address]:
                yield f"{address} is stale: {answer[:2]} instead of {anew[address][:2]}"
        for writer in self.writers:
            yield from self._sent_again(writer)
            writer.touched = {writer.article.pk} if writer.article else set()
        yield from self._owed()

    def _addresses(self) -> list[str]:
        found = ["/", f"/{self.path}/", "/rss.xml", f"/{self.path}/rss.xml", "/sitemap-news.xml"]
        for known in (self.known[pk] for pk in self.read):
            found.append(f"/b/{known.pk}")
            found += [self._address(known, words) for words in self._may_be_shown(known)]
        for pk in self.touched:
            found += [
                f"/tim-kiem/?q={token(words)}" for words in self._may_be_shown(self.known[pk])
            ]
        return list(dict.fromkeys(found))

    def _may_be_shown(self, known: Known) -> list[Words]:
        unsure = [known.unsure.words] if known.unsure and known.unsure.words else []
        return [words for words in (known.shown, known.last, *unsure) if words]

    def _address(self, known: Known, words: Words) -> str:
        return f"/{self.path}/tin-{token(words)}-{known.pk}/"

    def _get(self, address: str) -> tuple[int, str, str]:
        status, led, page = self.browser.ask("GET", address)
        return status, led, page.decode()

    def _article(self, known: Known, found: dict) -> Iterator[str]:
        """Check that the article has every text that was acknowledged, and no other but perhaps the
        one that was sent and not acknowledged."""
        name = f"article {known.pk}"
        outcomes = known.outcomes()
        stands = found["texts"], found["shown"]
        if stands not in outcomes:
            yield f"{name}: {stands} is none of {outcomes}"
            return
        if found["desk"] != found["texts"][-1]:
            yield f"{name}: {found['desk']} on the desk, {found['texts'][-1]} in the log"
        if known.unsure:
            became = ["nothing", "half of two steps", "all"]
            at = outcomes.index(stands)
            at = 2 if at and at == len(outcomes) - 1 else at
            self.report.half[f"{known.unsure.kind}, {became[at]}"] += 1
        known.texts, known.shown = stands
        known.last, known.unsure = known.shown or known.last, None

    def _typed_and_sent(self, writer: Writer, found: dict) -> Iterator[str]:
        typed = writer.typed
        if typed and not all(words in found["typed"].get(typed.key, "") for words in typed.words):
            yield f"{writer.name}: {typed} was kept and is gone"
        missing = [alt for alt in writer.uploaded if alt not in found["photos"]]
        if missing:
            yield f"{writer.name}: {missing} were taken in and are gone"
        broken = [alt for alt, there in found["photos"].items() if not there]
        if broken:
            yield f"{broken} have no file"

    def _pages(self, answers: dict[str, tuple[int, str, str]]) -> Iterator[str]:
        """Check that readers see exactly what was published."""
        for known in (self.known[pk] for pk in self.read):
            right = known.shown and self._address(known, known.shown)
            for address in (f"/b/{known.pk}", *map(self._place(known), self._may_be_shown(known))):
                status, led, page = answers[address]
                if known.shown is None:
                    expected = (410 if known.last else 404, "", [])
                elif address == right:
                    expected = (200, "", known.shown)
                else:
                    expected = (301, right, [])
                shown = [each for each in expected[2] if each.removesuffix(".") in page]
                if (status, led, shown) != expected:
                    yield f"{address}: {status} {led} instead of {expected}"
        shown = [known.shown[0] for known in self.known.values() if known.shown]
        hidden = {known.last[0] for known in self.known.values() if known.last} - set(shown)
        for address in ("/", f"/{self.path}/", "/rss.xml", f"/{self.path}/rss.xml"):
            page = answers[address][2]
            if found := [title for title in hidden if f"{title}<" in page]:
                yield f"{address} lists {found}, which readers may not see"
            missing = [title for title in shown if f"{title}<" not in page]
            if missing and len(shown) <= 10:
                yield f"{address} does not list {missing}"
        for pk in self.touched:
            known = self.known[pk]
            for words in self._may_be_shown(known):
                listed = f"-{pk}/" in answers[f"/tim-kiem/?q={token(words)}"][2]
                if listed != (words == known.shown):
                    yield f"{words} found: {listed}, readers see {known.shown}"

    def _place(self, known: Known) -> Callable[[Words], str]:
        return lambda words: self._address(known, words)

    def _sent_again(self, writer: Writer) -> Iterator[str]:
        """Send the form of a new article again, if it was not answered, and check that it made one
        article."""
        if writer.begun is None:
            return
        key, words = writer.begun.key, writer.begun.words
        before = self.ask("made_from", key)
        writer.send_new()
        made = self.ask("made_from", key)
        if len(made) != 1 or before not in ([], made) or writer.article.pk != made[0]:
            yield f"{words} was {before}, sent again {made}"
        self.report.half[f"begin, {'all' if before else 'nothing'}"] += 1

    def _owed(self) -> Iterator[str]:
        """Check that the worker does what the crash has cut short: the outbox becomes empty."""
        for _ in range(100):
            if not (owed := self.ask("owed")):
                return
            time.sleep(0.1)
        yield f"{owed} changes are not said after 10 s"


def token(words: Words) -> str:
    return words[0].removeprefix("Tin ")
