"""A reader, an editor and a photographer who go on working while something is at fault."""

import http.client
import itertools
import threading
import time
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.bench.desk import Desk
from tests.factories import picture_bytes

# Between two requests of the reader, two saves of the editor, two photos of the photographer.
READ_SECONDS, SAVE_SECONDS, UPLOAD_SECONDS = 0.01, 0.2, 0.5
# After so many pages the reader opens an article that nobody has read yet, and is counted.
NEW_EVERY = 10
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
UPLOAD = "/admin/media/photo/add/"
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
    # The key of the article that the editor has open.
    article: int
    addresses: list[str]
    # Articles that are read once each: key and address.
    new: list[tuple[int, str]]
    password: str
    read: list[Answer] = field(default_factory=list)
    saved: list[Answer] = field(default_factory=list)
    uploaded: list[Answer] = field(default_factory=list)
    # Texts whose saving was acknowledged, and the alternative texts of such photos.
    kept: list[str] = field(default_factory=list)
    kept_photos: list[str] = field(default_factory=list)
    # Texts that were neither acknowledged nor came back in the form.
    lost: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def read_on(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        pages = itertools.cycle(self.addresses)
        for number in itertools.count(1):
            if self.done.wait(READ_SECONDS):
                break
            if number % NEW_EVERY or not self.new:
                self._ask(connection, "GET", next(pages))
            else:
                key, address = self.new.pop()
                self._ask(connection, "GET", address)
                self._ask(connection, "POST", f"/b/{key}/luot-xem")
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, method: str, address: str) -> None:
        headers = {"User-Agent": BROWSER}
        if method == "POST":
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        try:
            connection.request(method, address, headers=headers)
            with connection.getresponse() as answer:
                answer.read()
                fault = "" if answer.status == 200 else f"{address}: {answer.status}"
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            fault = f"{address}: {type(error).__name__}"
        self.read.append(Answer(time.monotonic(), fault))

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
            return f"form: {type(error).__name__}"
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
            return f"save: {type(error).__name__}"
        self.kept.append(text)
        return ""

    def upload_on(self) -> None:
        desk = Desk.signed_in(f"http://127.0.0.1:{self.port}", "admin", self.password)
        for number in itertools.count(1):
            if self.done.wait(UPLOAD_SECONDS):
                break
            # Each of another size: a photo that is known is not stored again.
            size = (200 + len(self.kept_photos), 200 + number)
            fault = self._upload(desk, f"Ảnh {size[0]} × {size[1]}", picture_bytes(size))
            self.uploaded.append(Answer(time.monotonic(), fault))
            if "403" in fault:
                with suppress(OSError):
                    desk = Desk.signed_in(desk.address, "admin", self.password)

    def _upload(self, desk: Desk, alt: str, picture: bytes) -> str:
        try:
            fields = desk.form(UPLOAD)
            desk.press(UPLOAD, fields | {"alt": alt}, ("file", picture))
        except urllib.error.HTTPError as error:
            with error:
                return f"upload: {error}"
        except AssertionError:
            return "upload: refused in the form"
        except (OSError, http.client.HTTPException) as error:
            return f"upload: {type(error).__name__}"
        self.kept_photos.append(alt)
        return ""

    def begin_anew(self) -> None:
        """After `at_work` has ended."""
        self.read, self.saved, self.uploaded = [], [], []
        self.done = threading.Event()

    def wait_until_all_work(self) -> None:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not (self.read and self.kept and self.kept_photos):
            assert time.monotonic() < deadline, self.saved
            time.sleep(0.05)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        workers = self.read_on, self.save_on, self.upload_on
        threads = [threading.Thread(target=each) for each in workers]
        for each in threads:
            each.start()
        try:
            yield
        finally:
            self.done.set()
            for each in threads:
                each.join()
