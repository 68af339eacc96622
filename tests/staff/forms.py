"""Reads forms of the admin and sends them as a browser does."""

from html.parser import HTMLParser

from django.test import Client

from tests.factories import PASSWORD, make_author, make_section
from tests.news.desk.form_data import rows, sent

LOGIN = "/admin/login/"


class Fields(HTMLParser):
    """The forms of a page as a browser would send them: the action, and [(name, value)]."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self._area: str | None = None
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append((attrs.get("action", ""), []))
        elif tag == "input" and self.forms and attrs.get("name"):
            self.forms[-1][1].append((attrs["name"], attrs.get("value", "")))
        elif tag == "textarea":
            self._area, self._text = attrs["name"], ""

    def handle_data(self, data):
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the first line end of a text area.
            self.forms[-1][1].append((self._area, self._text.removeprefix("\n")))
            self._area = None


def form_of(response):
    """The only form of a page of `accounts.form_recovery`: its action, and its values as lists."""
    found = [each for each in Fields(response.content.decode()).forms if "setlang" not in each[0]]
    forms = [each for each in found if not each[0].endswith("/logout/")]
    ((action, pairs),) = forms
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return action, data


def browser(user=None, **options):
    client = Client(**options)
    if user:
        client.force_login(user)
    return client


def typed(**fields):
    section, author = make_section(), make_author()
    return sent(
        title='Tên có "ngoặc" & <dấu>',
        lead="\nDòng một\r\nDòng hai",
        body="<p>Thân bài\u00a0dài</p></textarea><script>alert(1)</script>",
        section=section.pk,
        extra_sections=[make_section("Một").pk, make_section("Hai").pk],
        **rows("bylines", {"author": author.pk, "role": "photo", "order": 2}),
        **fields,
    )


def sign_in(client, page, password=PASSWORD, username="nguoi-viet"):
    action, data = form_of(page)
    return client.post(action, {**data, "username": username, "password": password})


def token(client):
    client.get(LOGIN, follow=True)
    return client.cookies["csrftoken"].value


class Sent(HTMLParser):
    """What a browser would send of all controls of a page, in whatever form they are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self._select: str | None = None
        self._area: str | None = None
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        ticked = attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs
        if tag == "input" and attrs.get("name") and ticked and "disabled" not in attrs:
            self._send(attrs["name"], attrs.get("value", "on" if "checked" in attrs else ""))
        elif tag == "select":
            self._select = attrs["name"]
        elif tag == "option" and "selected" in attrs:
            self._send(self._select, attrs["value"])
        elif tag == "textarea":
            self._area, self._text = attrs["name"], ""

    def handle_data(self, data):
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._send(self._area, self._text.removeprefix("\n"))
            self._area = None

    def _send(self, name, value):
        self.data.setdefault(name, []).append(value)
