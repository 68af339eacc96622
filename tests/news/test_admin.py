import pytest
from tests.factories import *
from news.models import *

pytestmark = pytest.mark.django_db


def form_data(**extra):
    d = {
        "title": "Tên bài",
        "lead": "Dẫn",
        "body": "<p>Thân bài</p>",
        "genre": "news",
        "sent_key": "k" * 32,
        "seen_version": "",
        "kicker": "",
        "signature": "",
        "slug": "",
        "description": "",
        "source_url": "",
        "lead_alt": "",
        "lead_caption": "",
        "lead_credit": "",
        "lead_photo": "",
        "section": "",
        "source": "",
    }
    for p in ("bylines", "attachments", "related_rows"):
        d.update(
            {
                f"{p}-TOTAL_FORMS": "0",
                f"{p}-INITIAL_FORMS": "0",
                f"{p}-MIN_NUM_FORMS": "0",
                f"{p}-MAX_NUM_FORMS": "1000",
            }
        )
    for p in ("publish_at", "expire_at", "released_at"):
        d.update({p + "_0": "", p + "_1": ""})
    d.update(extra)
    return d


def test_smoke(client):
    u = make_user(is_superuser=True)
    client.force_login(u)
    s = make_section()
    for url in [
        "/admin/",
        "/admin/news/article/",
        "/admin/news/article/add/",
        "/admin/sections/section/",
        "/admin/sections/section/add/",
        "/admin/agency/agency/add/",
        "/admin/news/author/",
        "/admin/news/source/add/",
        "/admin/sections/linklist/add/",
    ]:
        r = client.get(url, follow=True)
        print(url, r.status_code, len(r.content))
    r = client.post("/admin/news/article/add/", form_data(section=s.pk, _step="publish"))
    print(
        r.status_code,
        r.headers.get("Location"),
        [str(e) for e in (r.context["errors"] if r.context and "errors" in r.context else [])],
    )
    a = Article.objects.get()
    for url in [
        r["Location"],
        f"/admin/news/article/{a.pk}/history/",
        f"/admin/news/article/{a.pk}/preview/",
        f"/admin/news/article/{a.pk}/preview/print/",
        f"/admin/news/article/{a.pk}/edition/1/",
        f"/admin/news/article/{a.pk}/compare/?a=1&b=desk",
        f"/admin/news/article/{a.pk}/step/withdraw/",
        f"/admin/news/article/{a.pk}/step/expire/",
        "/admin/news/article/?q=ten",
        "/admin/news/article/?cong_khai=live&muc=%d" % s.pk,
    ]:
        r = client.get(url, follow=True)
        print(url, r.status_code, len(r.content), r.headers.get("Content-Security-Policy", "")[:60])
    assert 0
