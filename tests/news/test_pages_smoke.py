import pytest
from tests.factories import *
pytestmark = pytest.mark.django_db

def test_smoke(client, django_capture_on_commit_callbacks):
    make_agency()
    photo = make_photo(caption="Quang cảnh")
    a = make_article(authors=[make_author()], lead_photo=photo, body=f'<p>Một</p><figure data-photo="{photo.pk}"><figcaption>dòng một<br>dòng hai<cite>Ảnh: PV</cite></figcaption></figure><p>Hai</p>')
    with django_capture_on_commit_callbacks(execute=True):
        e = publish(a)
    from news.addresses import article_path
    url = article_path(e.section_id, e.slug, a.pk)
    for u in ["/", a.section.get_absolute_url(), url, url+"ban-in/", url+"qr.svg", url+"qr.png", f"/b/{a.pk}", "/rss.xml", a.section.get_absolute_url()+"rss.xml", "/xac-minh/", f"/xac-minh/{e.code}/", "/xac-minh/?ma=abc", "/khong-co/", "/x/y-99/"]:
        r = client.get(u)
        print(u, r.status_code, len(getattr(r,'content',b'')), r.headers.get("Surrogate-Key"), r.headers.get("Location"), dict(r.cookies))
    r = client.get(url)
    print(r.content.decode())
    assert 0
