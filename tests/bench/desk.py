"""An editor at work: requests pages of the admin, and fills and sends forms as a browser does."""

import uuid
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

WAIT = 60


class Form(HTMLParser):
    """The fields of the page's largest POST form, with their values."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._forms: list[dict[str, str]] = [{}]
        self._inside = False
        self._text = self._select = ""
        self.feed(html)

    @property
    def fields(self) -> dict[str, str]:
        return max(self._forms, key=len)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        name, kind = given.get("name") or "", given.get("type", "text")
        if tag == "form":
            self._inside = (given.get("method") or "").lower() == "post"
            self._forms.append({})
        elif not self._inside:
            return
        elif tag == "input" and kind not in {"submit", "file", "button", "image"}:
            if name and (kind not in {"checkbox", "radio"} or "checked" in given):
                self._forms[-1][name] = given.get("value") or ("on" if kind == "checkbox" else "")
        elif tag == "textarea":
            self._text = name
            self._forms[-1][name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in given or self._select not in self._forms[-1]):
            self._forms[-1][self._select] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            self._forms[-1][self._text] = self._forms[-1][self._text].removeprefix("\n")
            self._text = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._text:
            self._forms[-1][self._text] += data


@dataclass
class Desk:
    """A signed-in browser."""

    address: str
    opener: OpenerDirector

    @classmethod
    def signed_in(cls, address: str, name: str, password: str) -> "Desk":
        desk = cls(address, build_opener(HTTPCookieProcessor(CookieJar())))
        desk.send("/admin/login/", {"username": name, "password": password, "next": "/admin/"})
        return desk

    def form(self, path: str) -> dict[str, str]:
        return Form(self.opener.open(self.address + path, timeout=WAIT).read().decode()).fields

    def send(self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None) -> str:
        """Send the form at this address with these fields changed. Returns the address to which it
        led. AssertionError if the form came back with faults.
        """
        return self.press(path, self.form(path) | fields, file)

    def press(
        self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None
    ) -> str:
        """Like `send`, but `fields` are all fields that are sent."""
        body, kind = packed(fields, file) if file else (urlencode(fields).encode(), FORM)
        headers = {"Content-Type": kind, "Referer": self.address + path, "Origin": self.address}
        request = Request(self.address + path, body, headers)
        with self.opener.open(request, timeout=WAIT) as answer:
            led = answer.geturl()
            html = answer.read().decode()
        if "errornote" in html or "errorlist" in html:
            raise AssertionError(f"{path} was refused: {html[html.index('error') :][:300]}")
        return urljoin("/", led.removeprefix(self.address))


FORM = "application/x-www-form-urlencoded"


def packed(fields: dict[str, str], file: tuple[str, bytes]) -> tuple[bytes, str]:
    """The body and its type for multipart/form-data. `file` is the name of a field and the content
    of a JPEG."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{file[0]}"; filename="a.jpg"\r\n'
    parts += [head.encode(), b"Content-Type: image/jpeg\r\n\r\n", file[1], b"\r\n"]
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; {boundary=!s}"
