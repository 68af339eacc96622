"""A person who has more rights in one section than in another does not gain rights over an article
of the other section by moving it."""

import pytest
from django.test import Client

from accounts import roles
from news.desk import steps
from news.models import Article, Beat, RelatedArticle
from tests.factories import make_article, make_publisher, make_section, make_user
from tests.news.desk.form_data import change, faults, press, said, seen, sent

pytestmark = pytest.mark.django_db

MAY_NOT = ("error", "Đã lưu, nhưng bạn không có quyền làm bước này.")


@pytest.fixture
def there():
    return make_section("Kinh tế")


@pytest.fixture
def here():
    return make_section("Văn hóa")


def person(beats: dict):
    """The browser of a person who has this role in each of the sections, and the user."""
    user = make_user()
    for section, group in beats.items():
        Beat.objects.create(user=user, section=section, group=roles.group(group))
    client = Client()
    client.force_login(user)
    return client, user


def on_the_desk_again(by, section) -> Article:
    """An article that readers see in that section, and whose desk copy was returned."""
    article = make_article("Tên đã đăng", created_by=by, section=section)
    publisher = make_publisher()
    steps.publish(article, by=publisher)
    steps.send_back(article, by=publisher, reason="Thiếu số liệu")
    return Article.objects.get()


def move(client, article, section, **fields):
    form = sent(title="Tên khác", section=section.pk, seen_version=article.version, **fields)
    return client.post(change(article), form)


def test_what_readers_see_in_another_section_is_not_published_anew_from_here(here, there):
    client, _ = person({there: roles.EDITORS, here: roles.PUBLISHERS})
    article = on_the_desk_again(make_user(roles.CONTRIBUTORS), there)

    answer = move(client, article, here, _step="publish")

    (edition,) = article.editions.all()
    assert (edition.title, edition.live_until) == ("Tên đã đăng", None)
    assert said(answer) == [MAY_NOT]


@pytest.mark.parametrize("verb", ["withdraw", "archive", "expire", "move", "cancel"])
def test_nor_withdrawn_archived_ended_or_moved(here, there, verb):
    client, user = person({there: roles.CONTRIBUTORS, here: roles.PUBLISHERS})
    article = on_the_desk_again(user, there)
    move(client, article, here)

    answer = press(client, article, verb, reason="Của tôi")

    assert (answer.status_code, article.editions.get().live_until) == (403, None)
    assert f"/step/{verb}/" not in client.get(change(article)).content.decode()


def test_nor_brought_back(here, there):
    client, user = person({there: roles.CONTRIBUTORS, here: roles.PUBLISHERS})
    article = on_the_desk_again(user, there)
    steps.withdraw(article, by=make_publisher(), reason="Sai")
    move(client, article, here)

    assert press(client, article, "bring_back").status_code == 403
    assert article.editions.count() == 1


def test_what_readers_see_no_more_is_published_where_the_desk_copy_is(here, there):
    client, user = person({there: roles.CONTRIBUTORS, here: roles.PUBLISHERS})
    article = on_the_desk_again(user, there)
    steps.withdraw(article, by=make_publisher(), reason="Sai")

    move(client, article, here, _step="publish")

    assert article.editions.last().section_id == here.pk


def test_another_s_article_is_not_put_out_of_sight_by_taking_its_section_away(there):
    client, _ = person({there: roles.EDITORS})
    article = make_article(section=there, created_by=make_user(roles.CONTRIBUTORS))

    answer = client.post(change(article), sent(section="", seen_version=article.version))

    assert list(faults(answer)) == ["section"]
    assert Article.objects.get().section == there


def test_an_old_text_is_put_back_where_the_article_stands(here, there):
    client, _ = person({here: roles.EDITORS})
    article = make_article("Tên cũ", section=there, created_by=make_user(roles.CONTRIBUTORS))
    article.extra_sections.set([there])
    publisher = make_publisher()
    steps.saved(article, by=publisher, created=True)
    article.title, article.section = "Tên mới", here
    article.save()
    article.extra_sections.clear()
    steps.saved(article, by=publisher, created=False)
    act = article.acts.last()

    client.post(f"/admin/news/article/{article.pk}/save/{act.pk}/restore/", {"seen": seen(article)})

    stored = Article.objects.get()
    assert (stored.title, stored.section) == ("Tên cũ", here)
    assert list(stored.extra_sections.all()) == []


def test_a_comparison_tells_no_title_of_a_related_draft_elsewhere(here, there):
    client, user = person({here: roles.CONTRIBUTORS})
    article = make_article(created_by=user, section=here)
    steps.saved(article, by=user, created=True)
    hidden = make_article("Chuyện kín", section=there, created_by=make_publisher())
    RelatedArticle.objects.create(article=article, other=hidden)
    steps.saved(article, by=make_publisher(), created=False)
    act = article.acts.last()

    page = client.get(f"/admin/news/article/{article.pk}/compare/?a=save-{act.pk}&b=desk")

    assert (page.status_code, "Chuyện kín" in page.content.decode()) == (200, False)
