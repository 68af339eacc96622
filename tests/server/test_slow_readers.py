"""The server closes connections of clients that are too slow: with a request, between two requests,
or in reading answers."""

import asyncio
import socket

import pytest
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.server import ServerState

from server import protocol
from tests.server.conversation import answer, asking, talk

pytestmark = pytest.mark.usefixtures("nothing_falls_due")


@pytest.mark.parametrize("sent", [b"", b"GET /a/ HTTP/1.1\r\nHost: te"], ids=["nothing", "half"])
def test_who_sends_no_whole_head_is_let_go(monkeypatch, sent):
    monkeypatch.setattr(protocol, "HEAD_AND_SEND_TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr(protocol, "KEEP_ALIVE_SECONDS", 0.1)

    async def with_server(reader, writer, server):
        writer.write(sent)
        # Sending byte by byte does not give more time.
        for _ in range(100):
            await asyncio.sleep(0.02)
            if reader.at_eof() or writer.is_closing():
                break
            if sent:
                writer.write(b"s")
        found.append(await reader.read())

    found = []
    with_errors = ConnectionResetError
    try:
        talk(with_server)
    except with_errors:
        found = [b""]

    assert found == [b""]


def test_who_waits_between_two_requests_is_let_go_in_time(monkeypatch):
    monkeypatch.setattr(protocol, "KEEP_ALIVE_SECONDS", 0.6)

    async def with_server(reader, writer, server):
        for _ in range(3):
            writer.write(asking())
            await answer(reader)
            await asyncio.sleep(0.1)
        found.append(await reader.read())

    found = []
    talk(with_server)

    assert found == [b""]


def test_who_takes_no_answers_is_let_go_without_a_word(monkeypatch, caplog):
    monkeypatch.setattr(protocol, "HEAD_AND_SEND_TIMEOUT_SECONDS", 0.5)

    async def with_server(reader, writer, server):
        writer.write(asking())
        await answer(reader)
        writer.transport.pause_reading()
        writer.write(asking() * 2_000)
        while state.connections:
            await asyncio.sleep(0.05)

    state = ServerState()
    talk(with_server, state=state, buffer=4096)

    assert caplog.messages == []


def test_nor_is_the_rest_of_short_ones_kept_for_who_takes_none(monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_AND_SEND_TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr(protocol, "KEEP_ALIVE_SECONDS", 0.2)

    async def with_server(reader, writer, server):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        writer.write(asking())
        await answer(reader)
        writer.transport.pause_reading()
        # More than the system buffers, but too few for the server to stop answering.
        for _ in range(60):
            writer.write(asking())
            await asyncio.sleep(0.002)
        await asyncio.sleep(1)
        held.extend(state.connections)

    held, state = [], ServerState()
    talk(with_server, state=state, buffer=4096)

    assert held == []


def test_for_who_takes_no_answers_none_pile_up():
    async def with_server(reader, writer, server):
        packed = asking("/a/", "Accept-Encoding: gzip")
        writer.write(packed)
        await answer(reader)
        writer.transport.pause_reading()
        writer.write(packed * 2_000)
        await asyncio.sleep(0.5)
        waiting.extend(each.transport.get_write_buffer_size() for each in state.connections)

    waiting, state = [], ServerState()
    talk(with_server, state=state, buffer=4096)

    assert len(waiting) == 1
    assert waiting[0] < 2 * HIGH_WATER_LIMIT


def test_a_request_keeps_a_connection_that_waited_after_a_long_answer(monkeypatch):
    """After a long answer, Uvicorn has a timeout of its own."""

    async def with_server(reader, writer, server):
        for _ in range(3):
            writer.write(asking("/a/", "Accept-Encoding: gzip"))
            await answer(reader)
        for state_of in state.connections:
            state_of.timeout_keep_alive = 0.2
        writer.write(asking("/a/", "X-Twice: 1", "X-Twice: 2"))
        await answer(reader)
        for _ in range(6):
            writer.write(asking("/a/", "Accept-Encoding: gzip"))
            found.append((await answer(reader))[0])
            await asyncio.sleep(0.1)

    found, state = [], ServerState()
    talk(with_server, state=state)

    assert found == ["HTTP/1.1 200 OK"] * 6
