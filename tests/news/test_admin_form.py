"""What comes into the article's form: bad input gets a clear answer and loses nothing."""

import pytest
from django.utils import timezone

from news import roles
from news.models import Act, Article
from tests.factories import (
    make_article,
    make_author,
    make_section,
    make_source,
    make_user,
    publish,
)
from tests.news.desk import ADD, change, faults, rows, said, sent

pytestmark = pytest.mark.django_db

REQUIRED = "Trường này là bắt buộc."


@pytest.fixture
def desk(client):
    """A publisher's browser."""
    client.force_login(make_user(roles.PUBLISHERS))
    return client


def test_zz(desk):
    for data in [
        dict(title=""),
        dict(title="", _step="publish"),
        dict(
            expire_at_0="01/01/2026",
            expire_at_1="00:00",
            publish_at_0="02/01/2026",
            publish_at_1="00:00",
        ),
        dict(expire_at_0="01/01/2020", expire_at_1="00:00", _step="publish"),
        dict(slug="Đường dẫn"),
        dict(slug="a/b"),
        dict(slug="x" * 500),
        dict(slug="-"),
        dict(slug="5"),
        dict(slug="xin_chao"),
        dict(body="x" * 5_000_000),
        dict(
            title="a\x00b",
            lead="\u202e",
            kicker="\u2066",
            signature="\x00",
            lead_alt="\u202e",
            lead_caption="\u202e",
            lead_credit="\u202e",
            description="\u202e",
            source_url="https://a.example/\x00",
            slug="a\x00",
            section="\x00",
            source="\x00",
            genre="\x00",
            lead_photo="\x00",
            publish_at_0="\x00",
            sent_key="\x00",
            seen_version="\x00",
        ),
        dict(section="abc"),
        dict(section="9" * 30),
        dict(source="9" * 30),
        dict(source="abc"),
        dict(lead_photo="9" * 20),
        dict(lead_photo="-1"),
        dict(lead_photo="abc"),
        dict(seen_version="junk"),
        dict(seen_version="9" * 40),
        dict(sent_key="k" * 10000),
        dict(sent_key="\u202e"),
        dict(tags=list(range(10000))),
        dict(tags=["abc"]),
        dict(tags=["9" * 30]),
        dict(extra_sections=["abc", "9" * 30]),
        dict(topics=["\x00"]),
        rows("bylines", {"author": "9" * 30, "role": "text", "order": "0"}),
        rows("bylines", {"author": "abc", "role": "\x00", "order": "x"}),
        rows("bylines", {"author": "1", "role": "text", "order": "9" * 30}),
        rows("related_rows", {"other": "9" * 30, "order": "1"}),
        rows("attachments", {"document": "9" * 30, "order": "1"}),
        {"bylines-TOTAL_FORMS": "100000"},
        {"bylines-TOTAL_FORMS": "x"},
        {"bylines-TOTAL_FORMS": "-1"},
        {"bylines-INITIAL_FORMS": "5"},
        {"bylines-INITIAL_FORMS": "5", "bylines-TOTAL_FORMS": "5"},
        {"bylines-INITIAL_FORMS": "1", "bylines-TOTAL_FORMS": "1", "bylines-0-id": "9" * 30},
        dict(publish_at_0="2026-13-45", publish_at_1="00:00"),
        dict(publish_at_0="05/03/2026", publish_at_1=""),
        dict(publish_at_0="", publish_at_1="07:30"),
        dict(publish_at_0="01/01/0001", publish_at_1="00:00"),
        dict(publish_at_0="31/12/9999", publish_at_1="23:59"),
        dict(title="a\nb\r\nc"),
        dict(title="\n"),
        dict(title="x" * 5000),
        dict(genre="zzz"),
        dict(source_url="javascript:alert(1)"),
        dict(source_url="//a"),
        dict(source_url="báo.vn"),
        dict(_step="zzz"),
        dict(_step="withdraw"),
        dict(_step="\x00"),
    ]:
        data.setdefault("sent_key", "")
        try:
            n = Article.objects.count()
            r = desk.post(ADD, sent(**data))
            print(
                {k: str(v)[:30] for k, v in data.items() if k != "sent_key"},
                r.status_code,
                faults(r) if r.status_code == 200 else (r.get("Location"), said(r)),
                Article.objects.count() - n,
            )
        except Exception as e:
            print({k: str(v)[:30] for k, v in data.items()}, "!!!", type(e), str(e)[:200])
    d = sent()
    for k in list(d):
        if "TOTAL" in k:
            del d[k]
    r = desk.post(ADD, d)
    print(r.status_code, faults(r))
    r = desk.post(ADD, {})
    print(r.status_code, faults(r))
    for k in [
        "abc",
        "9" * 30,
        "-1",
        "0",
        "99999999",
        "1_0",
        "%00",
        "a%0ab",
        "%F0%9F",
        "1%20",
        "²",
        "1.0",
    ]:
        for u in [
            change(k),
            f"/admin/news/article/{k}/history/",
            f"/admin/news/article/{k}/delete/",
            f"/admin/news/article/{k}/preview/",
            f"/admin/news/article/{k}/compare/?a=x&b=desk",
            f"/admin/news/article/{k}/step/withdraw/",
            f"/admin/news/article/{k}/edition/99999999999999999999999/",
            f"/admin/news/article/{k}/",
            f"/admin/sections/section/{k}/change/",
            f"/admin/sections/section/{k}/delete/",
        ]:
            for m in ("get", "post"):
                try:
                    r = getattr(desk, m)(u)
                    print(u, m, r.status_code, r.get("Location"))
                except Exception as e:
                    print(u, m, "!!!", type(e), str(e)[:200])
    assert 0
