"""One command loads the demo city into the database, and one command removes it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from agency.models import Agency
from demo import content, loading, removing, seeding, unpublished
from media.models import Photo
from news.counting import ranking
from news.counting.models import ReadDay
from news.desk import steps
from news.editions.public_status import public_status
from news.enums import DeskState, ListKind, PublicState
from news.fronts import arrange, placements
from news.models import Article, Author, Edition, Front, Placement, Source, Tag, Topic
from news.search.find import find
from news.search.query import parse
from sections.models import LinkList, Section
from tests.demo import city
from tests.factories import make_article, make_publisher, make_user, publish
from tests.news.fronts.front_forms import saved

pytestmark = pytest.mark.django_db


def rows() -> Counter[str]:
    """The number of rows of each table, also of tables without a model."""
    found = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            # These are internal to SQLite's index, which frees the place of deleted rows later.
            if table in {"news_search_data", "news_search_idx"}:
                continue
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
    return found


@pytest.fixture(scope="module")
def before(django_db_setup, django_db_blocker) -> Iterator[Counter[str]]:
    """The number of rows of each table in a portal without the demo."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield rows()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(before, django_db_blocker):
    """The demo, loaded once for this module. What a test changes is rolled back after it, and the
    demo itself after the last test."""
    with django_db_blocker.unblock():
        yield city.load()


def test_its_pictures_are_taken_in_as_an_upload_would_be_with_their_words():
    whole = content.load()
    demo = replace(whole, photos=whole.photos[:2])
    taken = loading.take_pictures(demo)

    photos = {key: Photo.objects.get(pk=pk) for key, pk in taken.items()}
    found = {key: (each.width, each.alt, each.caption, each.credit) for key, each in photos.items()}
    assert found == {each.key: (1600, each.alt, each.caption, each.credit) for each in demo.photos}
    assert [each.original.size for each in photos.values()] == [
        (loading.PICTURES / f"{key}.webp").stat().st_size for key in photos
    ]


def test_every_article_of_the_demo_is_public_now_but_those_withdrawn(demo):
    titles = Edition.objects.public().values_list("title", flat=True)

    assert sorted(titles) == sorted(
        article.title for article in demo.articles if not article.withdrawn
    )


def test_a_withdrawn_article_of_the_demo_tells_readers_why(demo, client):
    (withdrawn,) = [article for article in demo.articles if article.withdrawn]
    article = Article.objects.get(form_key=loading.key_of(withdrawn))

    response = client.get(f"/b/{article.pk}")

    assert response.status_code == 410
    assert withdrawn.withdrawn.public_reason in response.content.decode()


def test_what_the_demo_put_right_is_told_on_the_page_of_corrections(demo, client):
    told = [each.update.correction for each in demo.articles if each.update]

    page = re.sub("<[^>]+>", "", client.get("/dinh-chinh/").content.decode())

    assert [words in page for words in filter(None, told)] == [True] * 3


def test_an_updated_article_has_its_first_edition_behind_it(demo):
    updated = [article for article in demo.articles if article.update]

    for each in updated:
        first, second = Article.objects.get(form_key=loading.key_of(each)).editions.order_by(
            "number"
        )
        assert first.live_until == second.live_from
        assert second.updated_at == second.live_from
        assert first.content.body != second.content.body or first.title != second.title


def test_the_home_page_and_a_section_begin_with_what_is_placed_there(demo, client):
    for each in demo.fronts:
        section = Section.objects.filter(slug=each.section).values_list("pk", flat=True).first()
        placed = [place[0] for place in placements.arranged(section)]
        assert [Article.objects.get(pk=pk).slug for pk in placed] == list(each.articles)
    home = client.get("/").content.decode()
    assert [slug for slug in demo.fronts[0].articles if f"/{slug}-" not in home] == []


def test_what_is_placed_there_is_kept_as_it_stands_when_the_desk_saves_it(demo, client):
    client.force_login(make_user(is_superuser=True))
    before = list(Placement.objects.order_by("pk").values())
    front = client.get("/admin/news/front/home/").context["front"]

    client.post("/admin/news/front/home/", saved(
        *((row.key, row.article, row.place, row.starts_at) for row in front.rows)
    ))  # fmt: skip

    assert {row.shown for row in front.rows} == {"now"}
    assert list(Placement.objects.order_by("pk").values()) == before
    assert Front.objects.get(section=None).version == 1


def test_the_readers_of_the_demo_came_in_the_last_week(demo):
    today = timezone.localdate()
    days = set(ReadDay.objects.values_list("day", flat=True))
    released = {
        article: timezone.localdate(moment)
        for article, moment in Edition.objects.values_list("article", "released_at")
    }

    assert days == {today - timedelta(days=back) for back in range(7)}
    assert [row for row in ReadDay.objects.all() if row.day < released[row.article]] == []


def test_nothing_of_the_demo_lies_in_the_future(demo):
    assert not Edition.objects.filter(released_at__gt=timezone.now()).exists()


def test_loading_again_changes_nothing(demo):
    before = Edition.objects.count(), Placement.objects.count()

    call_command("load_demo")

    assert (Edition.objects.count(), Placement.objects.count()) == before


def test_removing_takes_everything_out_and_leaves_what_is_your_own(demo):
    own = make_article("Bài của chính mình")
    publish(own)

    call_command("remove_demo")

    kept = own.section.pk
    left = {
        model.__name__: model.objects.count()
        for model in (
            Article,
            Edition,
            Author,
            Source,
            Topic,
            Tag,
            Photo,
            LinkList,
            Agency,
            Front,
            Placement,
        )
    }
    assert left == {
        "Article": 1, "Edition": 1, "Author": 0, "Source": 0, "Topic": 0, "Tag": 0, "Photo": 0,
        "LinkList": 0, "Agency": 0, "Front": 0, "Placement": 0,
    }  # fmt: skip
    assert list(Section.objects.values_list("pk", flat=True)) == [kept]


def test_removing_leaves_no_row_but_the_colleagues_and_what_has_to_be_known(waiting, before):
    ranking.update_ranking()

    call_command("remove_demo")

    left = rows() - before
    for table in ("audit_entry", "delivery_purge"):
        assert left.pop(table)
    assert left == {"auth_user": 3, "auth_user_groups": 3}


def test_removing_leaves_a_front_that_staff_arranged_with_what_is_their_own(demo):
    own = make_article("Bài của chính mình")
    publish(own)
    now = timezone.now()
    arrange.arrange(
        None, [(None, placements.Slot(0, own.pk, now, None))], by=make_publisher(), version=0
    )

    call_command("remove_demo")

    assert list(Placement.objects.values_list("front__section", "article")) == [(None, own.pk)]
    assert Front.objects.get().version == 1


def test_removing_says_what_it_keeps_because_it_is_in_use(demo, capsys):
    section = Section.objects.get(path="kinh-te")
    publish(make_article("Bài của chính mình", section=section))

    call_command("remove_demo")

    assert "Kinh tế" in capsys.readouterr().out
    assert Section.objects.filter(pk=section.pk).exists()


def test_the_seed_writes_what_the_workflow_would(demo):
    before = Article.objects.count()

    assert list(seeding.seed(30)) == [30]

    made = Article.objects.order_by("-pk")[:30]
    assert Article.objects.count() == before + 30
    assert all(article.editions.public().count() == 1 for article in made)
    for article in made:
        lists = sorted(article.listings.values_list("kind", flat=True))
        assert lists == sorted([ListKind.ALL, ListKind.AUTHOR, ListKind.DAY, ListKind.SECTION])
        assert article.pk in find(parse(article.title)).hits


def test_seeded_articles_came_when_they_were_published_not_all_today(demo):
    list(seeding.seed(30))

    made = Article.objects.filter(form_key__startswith=seeding.MARK)
    assert len({(each.created_at.year, each.created_at.month) for each in made}) > 20
    assert all(each.created_at == each.editions.get().released_at for each in made)


def test_removing_takes_seeded_articles_too_but_those_that_staff_worked_on(
    demo, capsys, monkeypatch
):
    # So small that removing takes several rounds.
    monkeypatch.setattr(removing, "BATCH", 7)
    list(seeding.seed(20))
    article = Article.objects.filter(form_key__startswith=seeding.MARK)[9]
    steps.saved(article, by=make_publisher(), created=False)
    own = make_article("Bài của chính mình")

    call_command("remove_demo")

    assert set(Article.objects.all()) == {article, own}
    assert f"Kept: article “{article.title}”, which staff worked on." in (
        capsys.readouterr().out.splitlines()
    )


def test_what_removing_says_is_in_one_language(demo, capsys):
    publish(make_article("Bài", section=Section.objects.get(path="kinh-te")))

    call_command("remove_demo")

    assert capsys.readouterr().out.splitlines() == [
        "Kept: section “Kinh tế”, which is in use.",
        "The demo content is gone, all but what is named above.",
    ]


def test_removing_leaves_the_demo_articles_that_staff_worked_on_with_what_they_need(demo, capsys):
    article = Article.objects.get(form_key="demo-1")
    topics = set(article.topics.values_list("slug", flat=True))
    steps.saved(article, by=make_publisher(), created=False)

    call_command("remove_demo")

    assert list(Article.objects.all()) == [article]
    assert article.title in capsys.readouterr().out
    assert set(Topic.objects.values_list("slug", flat=True)) == topics


# The demo's unpublished articles


@pytest.fixture
def waiting(demo):
    unpublished.load(demo)
    return Article.objects.filter(form_key__contains="desk-").order_by("pk")


def test_articles_of_the_demo_wait_on_the_desk(waiting, client):
    client.force_login(make_user(is_superuser=True))

    found = [
        (each.state, each.ready_since is not None, public_status(each).state) for each in waiting
    ]

    unpublished = PublicState.UNPUBLISHED
    assert found == [
        (DeskState.APPROVAL, False, unpublished),
        (DeskState.EDITING, False, unpublished),
        (DeskState.APPROVED, True, unpublished),
        (DeskState.APPROVED, False, PublicState.SCHEDULED),
        (DeskState.DRAFT, False, unpublished),
    ]
    page = client.get("/admin/").content.decode()
    assert [each.title for each in waiting if each.title not in page] == []


def test_nobody_signs_in_as_a_colleague_of_the_demo(waiting):
    people = unpublished.people_of_the_demo()

    assert {(each.is_active, each.has_usable_password()) for each in people} == {(False, False)}
    assert people.count() == 3


def test_removing_takes_what_waits_out_too(waiting):
    call_command("remove_demo")

    assert not Article.objects.exists()
    assert not Tag.objects.exists()


def test_removing_leaves_what_waited_and_was_worked_on(waiting):
    own = waiting[2]
    steps.publish(own, by=make_publisher())

    call_command("remove_demo")

    assert list(Article.objects.all()) == [own]
