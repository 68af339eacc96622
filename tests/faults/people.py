"""A reader and an editor who go on working while something is at fault."""

import http.client
import itertools
import threading
import time
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.bench.desk import Desk

# Between two requests of the reader, and between two of the editor's saves.
READ_SECONDS, SAVE_SECONDS = 0.01, 0.2
TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Answer:
    at: float
    # What went wrong; empty for what is right.
    fault: str


@dataclass
class People:
    """All answers that they had."""

    port: int
    article: int
    addresses: list[str]
    password: str
    read: list[Answer] = field(default_factory=list)
    saved: list[Answer] = field(default_factory=list)
    # Texts whose saving was acknowledged.
    kept: list[str] = field(default_factory=list)
    # Texts that were neither acknowledged nor came back in the form.
    lost: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def read_on(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        for address in itertools.cycle(self.addresses):
            if self.done.wait(READ_SECONDS):
                break
            try:
                connection.request("GET", address)
                with connection.getresponse() as answer:
                    answer.read()
                    fault = "" if answer.status == 200 else f"{address}: {answer.status}"
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                fault = f"{address}: {type(error).__name__}"
            self.read.append(Answer(time.monotonic(), fault))
        connection.close()

    def save_on(self) -> None:
        desk = Desk.signed_in(f"http://127.0.0.1:{self.port}", "admin", self.password)
        path = f"/admin/news/article/{self.article}/change/"
        for number in itertools.count(1):
            if self.done.wait(SAVE_SECONDS):
                break
            fault = self._save(desk, path, f"Bản thảo số {number}")
            self.saved.append(Answer(time.monotonic(), fault))
            if "403" in fault:
                # The session has ended; the form that came back asks for the password.
                with suppress(OSError):
                    desk = Desk.signed_in(desk.address, "admin", self.password)

    def _save(self, desk: Desk, path: str, text: str) -> str:
        """Open the form and save it with this title. Returns what went wrong."""
        try:
            fields = desk.form(path)
        except urllib.error.HTTPError as error:
            # Nothing was typed yet.
            with error:
                return f"form: {error}"
        except (OSError, http.client.HTTPException) as error:
            return f"form: {error!r}"
        try:
            desk.press(path, fields | {"title": text})
        except urllib.error.HTTPError as error:
            with error:
                if text not in error.read().decode():
                    self.lost.append(text)
                return f"save: {error}"
        except AssertionError:
            # The form came back with the reason beside its field.
            return "save: refused in the form"
        except (OSError, http.client.HTTPException) as error:
            self.lost.append(text)
            return f"save: {error!r}"
        self.kept.append(text)
        return ""

    def begin_anew(self) -> None:
        """After `at_work` has ended."""
        self.read, self.saved, self.done = [], [], threading.Event()

    def wait_until_both_work(self) -> None:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not (self.read and self.kept):
            assert time.monotonic() < deadline, self.saved
            time.sleep(0.05)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        threads = [threading.Thread(target=each) for each in (self.read_on, self.save_on)]
        for each in threads:
            each.start()
        try:
            yield
        finally:
            self.done.set()
            for each in threads:
                each.join()
