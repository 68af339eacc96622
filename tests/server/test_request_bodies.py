"""Forms that are sent slowly, or never to their end, do not keep others from sending theirs."""

import asyncio
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings as ours
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.http import HttpResponse

from accounts.sessions.store import SessionStore, is_signed_in
from media.uploads.faults import PHOTO_FAULTS
from server.request_bodies import Body, BodyBudget
from tests.factories import make_user
from tests.full_disk import full_disk
from tests.server.conversation import another, answer, asking, talk
from tests.server.test_cached_pages import Portal

LARGEST = 64 * 2**20
FULL = Path("/dev/full")


def form(length: int, *more: str) -> bytes:
    """The head of a request that sends a form of so many bytes."""
    return asking("/admin/login/", f"Content-Length: {length}", *more, method="POST")


class Taking(Portal):
    """Reads each form once `may` is set, and answers with its length."""

    def __init__(self) -> None:
        super().__init__(self.take)
        self.may = threading.Event()
        self.may.set()

    def take(self, request):
        self.may.wait(20)
        return HttpResponse(str(len(request.META["wsgi.input"].read())))


class Senders(AsyncExitStack):
    """Clients with connections of their own to the server at the other end of `writer`."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        super().__init__()
        self.writer = writer

    async def send(self, *sent: bytes) -> asyncio.StreamReader:
        """Connect one more client and send these parts, each by itself. Returns the stream of its
        answer."""
        reader, writer = await self.enter_async_context(another(self.writer))
        for part in sent:
            writer.write(part)
            await asyncio.sleep(0.02)
        return reader


async def status(reader: asyncio.StreamReader) -> int:
    return int((await answer(reader))[0].split()[1])


@pytest.mark.once
def test_large_forms_that_are_announced_and_not_sent_hold_nothing():
    async def with_server(reader, writer, server):
        async with Senders(writer) as senders:
            for _ in range(17):
                await senders.send(form(LARGEST), b"a")
            writer.write(form(5) + b"admin")
            found.append(await status(reader))

    found = []
    talk(with_server, Taking())

    assert found == [200]


@pytest.mark.once
@pytest.mark.parametrize("parts", [[b"a" * 900], [b"a" * 300, b"a" * 600]], ids=["one", "two"])
def test_who_began_first_gives_way_to_whoever_comes(parts):
    """Whether the newer form comes in one part or in two."""

    async def with_server(reader, writer, server):
        async with Senders(writer) as senders:
            slow = [await senders.send(form(1000), b"a" * 400) for _ in range(4)]
            new = await senders.send(form(900), *parts)
            found.extend([await status(each) for each in (new, *slow[:2])])

    found = []
    talk(with_server, Taking(), bodies=BodyBudget(anonymous=1000))

    assert found == [200, 503, 503]


@pytest.mark.once
def test_what_is_not_answered_yet_is_held_and_does_not_give_way():
    async def with_server(reader, writer, server):
        portal.may.clear()
        async with Senders(writer) as senders:
            whole = await senders.send(form(900) + b"a" * 900)
            late = await senders.send(form(900), b"a" * 600)
            found.append(await status(late))
            portal.may.set()
            found.append(await status(whole))
            again = await senders.send(form(900), b"a" * 600, b"a" * 300)
            found.append(await status(again))

    found, portal = [], Taking()
    talk(with_server, portal, bodies=BodyBudget(anonymous=1000))

    assert found == [503, 200, 200]


@pytest.fixture
def session(settings) -> Iterator[str]:
    """The cookie of a person who is signed in; every thread can read the session."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    yield cookie(import_module(settings.SESSION_ENGINE).SessionStore(), {SESSION_KEY: "1"})
    cache.clear()


def cookie(store: SessionBase, said: dict[str, str], hours: int = 1) -> str:
    """Make a session that ends in so many hours. Returns the cookies that a browser sends."""
    store.update(said)
    store.set_expiry(timedelta(hours=hours))
    store.save()
    return f"csrftoken=a; {ours.SESSION_COOKIE_NAME}={store.session_key}"


@pytest.mark.once
def test_forms_of_staff_do_not_give_way_to_those_of_strangers(session):
    async def with_server(reader, writer, server):
        async with Senders(writer) as senders:
            mine = f"Cookie: {session}"
            writer.write(form(1000, mine) + b"a")
            await asyncio.sleep(0.05)
            writer.write(b"a" * 900)
            for cookies in ([], ["Cookie: sessionid=abcdefghijklmnopqrstuvwxyz"]):
                for _ in range(3):
                    await senders.send(form(1000, *cookies) + b"a" * 400)
            writer.write(b"a" * 99)
            found.append(await status(reader))

    found = []
    talk(with_server, Taking(), bodies=BodyBudget(staff=1000, anonymous=1000))

    assert found == [200]


def test_only_a_session_of_somebody_that_has_not_ended_is_one_of_staff(one_transaction):
    name, odd = ours.SESSION_COOKIE_NAME, "abcdefghijklmnopqrstuvwxyz"
    somebody = {SESSION_KEY: str(make_user().pk)}
    cookies = {
        "signed in": cookie(SessionStore(), somebody),
        "ended": cookie(SessionStore(), somebody, hours=-1),
        "nobody": cookie(SessionStore(), {"a": "1"}),
        "unknown": f"{name}={odd}",
        "too short": f"{name}=a",
        "a null": f'{name}="\\000{odd}"',
        "empty": f"{name}=",
        "no session": "csrftoken=a",
        "no cookie": "=;",
    }

    assert [each for each, said in cookies.items() if is_signed_in(said)] == ["signed in"]


@pytest.mark.once
def test_a_form_that_finds_no_room_on_the_disk_is_refused_in_a_sentence(tmp_path, monkeypatch):
    async def with_server(reader, writer, server):
        writer.write(form(3 * 2**20) + bytes(2 * 2**20))
        found.append(await answer(reader))

    found = []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "small"))
    with full_disk(tmp_path / "small", 64):
        talk(with_server, Taking())

    assert (found[0][0], found[0][2].decode()) == (
        "HTTP/1.1 503 Service Unavailable",
        f"{PHOTO_FAULTS['full']}\n",
    )


@pytest.mark.skipif(not FULL.exists(), reason="the system has no full device")
def test_one_that_found_no_room_takes_no_other_with_it():
    """The refused form still counts meanwhile, because its sender has not been answered yet."""

    def sending(*pieces: bytes):
        messages = [
            {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
            for number, piece in enumerate(pieces, 1)
        ]

        async def receive() -> dict:
            return messages.pop(0)

        return receive

    async def is_staff() -> bool:
        return False

    async def taken() -> bool:
        bodies = BodyBudget(anonymous=1000)
        with FULL.open("wb", buffering=0) as full, bodies.one() as other:
            refused = Body(bodies, full)
            with pytest.raises(OSError, match="No space left"):
                await refused.take(sending(b"a" * 400, b"a" * 400), 800, is_staff)
            return await other.take(sending(b"a" * 600, b"a" * 600), 1200, is_staff)

    # In another thread, because the browser's event loop may be running in this one.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: asyncio.run(taken())).result()
