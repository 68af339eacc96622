"""People who work on a server that may die at any moment, and note what it acknowledged."""

import http.client
import re
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode

from tests.bench.desk import FORM, Form, packed
from tests.factories import picture_bytes

ADD = "/admin/news/article/add/"
LIST = "/admin/news/article/"
UPLOAD = "/admin/media/photo/add/"
SEEN = re.compile(r"\?seen=(\d+\.\d+)")

# Title, lead and body.
Words = list[str]


class Died(Exception):
    """The server gave no complete answer."""


class Pulse:
    """Counts how many acts have been sent, and how long they take."""

    def __init__(self) -> None:
        self.sent, self.took = 0, deque([0.2], maxlen=30)
        self.news = threading.Condition()

    def begins(self) -> float:
        with self.news:
            self.sent += 1
            self.news.notify_all()
        return time.monotonic()

    def ended(self, began: float) -> None:
        self.took.append(time.monotonic() - began)

    def after(self, number: int) -> None:
        """Wait until so many more acts have been sent, for 20 seconds at most."""
        with self.news:
            goal = self.sent + number
            self.news.wait_for(lambda: self.sent >= goal, 20)


@dataclass
class Deed:
    """An act that was sent; it is acknowledged once an answer has come in."""

    kind: str
    words: Words = field(default_factory=list)
    # The key of the form of a new article, or of the sitting.
    key: str = ""


@dataclass
class Known:
    """What its writer knows of an article from what was acknowledged."""

    pk: int
    texts: list[Words]
    shown: Words | None = None
    # What readers saw last.
    last: Words | None = None
    # The act that was sent and not acknowledged.
    unsure: Deed | None = None

    def outcomes(self) -> list[tuple[list[Words], Words | None]]:
        """The possible states: the texts of its log, and what readers see. An act that was not
        acknowledged is wholly there or not at all; a publish may also have saved only."""
        before = self.texts, self.shown
        if self.unsure is None or self.unsure.kind == "type":
            return [before]
        if self.unsure.kind == "withdraw":
            return [before, (self.texts, None)]
        if self.unsure.kind == "bring_back":
            return [before, (self.texts, self.last)]
        saved = [*self.texts, self.unsure.words]
        if self.unsure.kind == "save":
            return [before, (saved, self.shown)]
        # A publish saves first.
        return [
            before,
            (saved, self.shown),
            (saved, self.unsure.words),
        ]


class Browser:
    """An HTTP client that keeps its cookies."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = FORM):
        """Send a request; returns status, where it leads, and the page. Raises Died if no complete
        answer comes in."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            address = f"http://127.0.0.1:{self.port}"
            headers |= {"Content-Type": kind, "Origin": address, "Referer": address + path}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Died(f"{method} {path}: {error!r}") from None
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                said, _, given = value.partition(";")[0].partition("=")
                self.cookies[said] = given
        return answer.status, answer.headers.get("Location", ""), page

    def sign_in(self, name: str, password: str) -> None:
        fields = Form(self.ask("GET", "/admin/login/")[2].decode()).fields
        given = {"username": name, "password": password, "next": "/admin/"}
        status, _, _ = self.ask("POST", "/admin/login/", urlencode(fields | given).encode())
        assert status == 302, status


class Writer:
    """Writes articles, one after the other, and notes what became of each."""

    def __init__(self, name: str, browser: Browser, section: int, seed: int, pulse: Pulse) -> None:
        self.name, self.browser, self.section, self.pulse = name, browser, section, pulse
        self.random, self.number = Random(seed), 0
        self.articles: dict[int, Known] = {}
        self.article: Known | None = None
        # A new article that was sent and not acknowledged.
        self.begun: Deed | None = None
        # What was typed last, acknowledged and not saved since.
        self.typed: Deed | None = None
        # The fields of the new article's form.
        self.new: dict[str, str] = {}
        self.uploaded: list[str] = []
        # Articles on which it worked since they were checked.
        self.touched: set[int] = set()
        # The act whose answer it waits for.
        self.at: str = ""
        self.odd: list[str] = []
        self.done: dict[str, int] = {}

    def words(self) -> Words:
        self.number += 1
        token = f"{self.name}{self.number}x"
        return [f"Tin {token}", f"Sapo {token}.", f"<p>Câu {token}.</p>"]

    def work(self) -> None:
        """Do random acts until the server dies, which raises Died."""
        while True:
            kinds = ["save"] * 4 + ["publish"] * 5 + ["type"] * 3 + ["withdraw", "upload", "begin"]
            kind = self.random.choice(kinds) if self.article else "begin"
            if kind == "withdraw" and self.article.shown is None:
                kind = "bring_back" if self.article.last else "publish"
            getattr(self, kind)()
            self.done[kind] = self.done.get(kind, 0) + 1

    def begin(self) -> None:
        with self._waiting("reading"):
            fields = self._form(ADD)
        self.begun = Deed("begin", self.words(), fields["sent_key"])
        self.new = self._filled(fields, self.begun.words)
        self.send_new()

    def send_new(self) -> None:
        """Send the form of the new article, perhaps for the second time."""
        with self._waiting("begin"):
            status, led, page = self._sent(ADD, self.new)
        number = re.fullmatch(rf"{LIST}(\d+)/change/", led)
        if status != 302 or not number:
            self.odd.append(f"begin: {status} {led} {page[:300]!r}")
            return
        self.article = Known(int(number[1]), [self.begun.words])
        self.articles[self.article.pk] = self.article
        self.touched.add(self.article.pk)
        self.begun = None

    def save(self, step: str = "") -> None:
        here = self._here()
        with self._waiting("reading"):
            fields = self._form(here)
        deed = self.article.unsure = Deed("publish" if step else "save", self.words())
        data = self._filled(fields, deed.words) | ({"_step": step} if step else {})
        with self._waiting(deed.kind):
            status, led, page = self._sent(here, data)
        if (status, led) != (302, here):
            self.odd.append(f"{deed.kind}: {status} {led} {page[:300]!r}")
        self.article.unsure, self.typed = None, None
        self.article.texts.append(deed.words)
        if step:
            self.article.shown = self.article.last = deed.words

    def publish(self) -> None:
        self.save("publish")

    def type(self) -> None:
        """Type into the form, which sends its content as unsaved, and leave it."""
        here = self._here()
        with self._waiting("reading"):
            fields = self._form(here)
        deed = self.article.unsure = Deed("type", self.words(), fields["_sitting"])
        data = self._filled(fields, deed.words) | {"_typed": "1"}
        with self._waiting("type"):
            status, _, page = self._sent(here.replace("change/", "sitting/"), data)
        self.article.unsure = None
        if status != 200 or b'"kept": true' not in page:
            self.odd.append(f"type: {status} {page[:300]!r}")
        self.typed = deed

    def withdraw(self) -> None:
        self._step("withdraw")
        self.article.shown = None

    def bring_back(self) -> None:
        self._step("bring_back")
        self.article.shown = self.article.last

    def _step(self, verb: str) -> None:
        here = self._here()
        with self._waiting("reading"):
            page = self.browser.ask("GET", here)[2].decode()
        there = here.replace("change/", f"step/{verb}/")
        token = Form(page).fields["csrfmiddlewaretoken"]
        data = {"csrfmiddlewaretoken": token, "seen": SEEN.search(page)[1], "reason": "Vì vậy"}
        self.article.unsure = Deed(verb)
        with self._waiting(verb):
            status, led, page = self._sent(there, data)
        if (status, led) != (302, here):
            self.odd.append(f"{verb}: {status} {led} {page[:300]!r}")
        self.article.unsure = None

    def upload(self) -> None:
        with self._waiting("reading"):
            fields = self._form(UPLOAD)
        self.number += 1
        alt = f"Ảnh {self.name}{self.number}x"
        # Each picture has another size, because a known file is not stored again.
        picture = picture_bytes((200 + self.number, 200 + ord(self.name)))
        with self._waiting("upload"):
            status, led, page = self.browser.ask(
                "POST", UPLOAD, *packed(fields | {"alt": alt}, ("file", picture))
            )
        if status != 302:
            self.odd.append(f"upload: {status} {led} {page[:300]!r}")
        self.uploaded.append(alt)

    def _here(self) -> str:
        self.touched.add(self.article.pk)
        return f"{LIST}{self.article.pk}/change/"

    def _form(self, path: str) -> dict[str, str]:
        status, led, page = self.browser.ask("GET", path)
        if status != 200:
            self.odd.append(f"{path}: {status} {led}")
        return Form(page.decode()).fields

    def _filled(self, fields: dict[str, str], words: Words) -> dict[str, str]:
        names = ("title", "lead", "body")
        return fields | dict(zip(names, words, strict=True)) | {"section": str(self.section)}

    def _sent(self, path: str, fields: dict[str, str]):
        return self.browser.ask("POST", path, urlencode(fields).encode())

    @contextmanager
    def _waiting(self, what: str) -> Iterator[None]:
        """Note in `at` what is waited for. If the server dies, `at` keeps it."""
        self.at = what
        began = self.pulse.begins() if what != "reading" else 0
        yield
        if began:
            self.pulse.ended(began)
        self.at = ""
