"""What was typed on a page beside an article (the reason of a step, a comment, a bulk step …)
comes back like an article's form, and nothing is done until its button is pressed again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from accounts import form_recovery, roles
from news.desk import steps
from news.enums import DeskState
from news.models import Article, Beat, Comment, ReviewLink
from news.review_links import comments, links
from staff.base_admin import REOPEN
from tests.accounts.test_outage import away
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.desk.form_data import as_typed
from tests.news.people import person, state_of_everything
from tests.news.redaction.redacting import SECRET, make_rewritten
from tests.staff.forms import LOGIN, Sent, browser, form_of, sign_in, token

WORDS = 'Sai "số liệu" & <tên>'
TYPED = {"reason": WORDS}
SOON = as_typed("until", timezone.now() + timedelta(days=3))


def live(**fields):
    article = make_article("Tên kín", **fields)
    publish(article)
    return article


def withdrawn():
    article = live()
    steps.withdraw(article, by=make_publisher(), reason="Nhầm", public_reason="Cũ")
    return article


def scheduled_over_another():
    article = live()
    article.title = "Bản hẹn"
    article.save()
    steps.publish(article, by=make_publisher(), at=timezone.now() + timedelta(days=1))
    article.title = "Bản nữa"
    article.save()
    return article


def in_editing():
    return make_article("Tên kín", state=DeskState.EDITING)


def rewritten():
    return make_rewritten(make_user(is_superuser=True))


# What makes the article, the page, what is typed there, and a text that the database has only after
# it was done.
PAGES = {
    "withdraw": (live, "{}/step/withdraw/", {**TYPED, "public_reason": "Xác minh"}, WORDS),
    "explain": (withdrawn, "{}/step/explain/", {"public_reason": WORDS}, WORDS),
    "return": (in_editing, "{}/step/send_back/", TYPED, WORDS),
    "assign": (in_editing, "{}/step/assign/", {"note": WORDS, "to": "{user}"}, WORDS),
    "expire": (live, "{}/step/expire/", SOON, "'verb': 'expire'"),
    "archive": (live, "{}/step/archive/", {}, "'verb': 'archive'"),
    "publish": (
        scheduled_over_another,
        "{}/step/publish/",
        {"scheduled": "cancel", "correction": WORDS},
        "'number': 3",
    ),
    "comment": (in_editing, "{}/comments/", {"text": WORDS, "do": "comment"}, WORDS),
    "review link": (in_editing, "{}/review/", {"recipient": WORDS, "days": "3"}, WORDS),
    "redact": (rewritten, "{}/redact/", {**TYPED, "words": "", "edition": "1"}, WORDS),
    "bulk withdraw": (live, "bulk/withdraw/", TYPED, WORDS),
    "bulk assign": (in_editing, "bulk/assign/", {"note": WORDS, "to": "{user}"}, WORDS),
    "bulk move": (
        in_editing,
        "bulk/move/",
        {"section": "{section}"},
        "'section_id': {section}",
    ),
}


@pytest.fixture
def user(db):
    return make_user(is_superuser=True, username="nguoi-viet")


@pytest.fixture(params=PAGES)
def page(request, user):
    """The address of a page, what is typed there after looking at the newest state, and a text that
    the database has only after it was done."""
    make, address, form, left = PAGES[request.param]
    article, section = make(), make_section("Đích").pk
    form = {name: value.format(user=user.pk, section=section) for name, value in form.items()}
    if "bulk" in address:
        asked = browser(user).get(f"/admin/news/article/{address}", {"bai": article.pk})
        [row] = asked.context["rows"]
        form |= {"bai": str(article.pk), f"seen-{article.pk}": row.seen}
    elif "/step/" in address:
        asked = browser(user).get(f"/admin/news/article/{address.format(article.pk)}")
        form["seen"] = str(asked.context["seen"])
    left = left if left == WORDS else left.format(section=section)
    return f"/admin/news/article/{address.format(article.pk)}", form, left


def stored():
    """All rows that these pages can change, as text."""
    asides = [list(model.objects.order_by("pk").values()) for model in (Comment, ReviewLink)]
    return str((state_of_everything(), asides))


def is_shown(shown, form):
    """Whether the page has all that was typed, and says that nothing was done."""
    data = Sent(shown.content.decode()).data
    there = {name: data.get(name) for name in form if name != "do"}
    said = "Chưa làm gì cả" in shown.content.decode()
    return there == {name: [value] for name, value in form.items() if name != "do"} and said


def press(client, address, shown, form):
    """Press the button of the recovered page, which sends its controls as they are."""
    return client.post(address, {**Sent(shown.content.decode()).data, "do": form.get("do", "")})


def test_after_signing_in_again_the_words_stand_there_and_are_taken_once_pressed(page):
    address, form, left = page
    client, before = browser(), stored()
    assert left not in before

    asked = client.post(address, form)
    opened = sign_in(client, asked)
    action, fields = form_of(opened)
    shown = client.post(action, fields)

    assert (asked.status_code, opened.status_code, action) == (403, 200, address)
    assert is_shown(shown, form)
    assert stored() == before
    press(client, address, shown, form)
    assert left in stored()


def test_words_with_the_token_of_an_older_session_come_back(page, user):
    address, form, _left = page
    client, before = browser(user, enforce_csrf_checks=True), stored()
    token(client)

    refused = client.post(address, {**form, "csrfmiddlewaretoken": "x" * 64})
    action, fields = form_of(refused)
    shown = client.post(action, fields)

    assert (refused.status_code, action) == (403, address)
    assert is_shown(shown, form)
    assert stored() == before


@pytest.mark.django_db(transaction=True)
def test_words_with_an_old_token_come_back_while_the_database_is_away(page, user):
    address, form, _left = page
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(user)
    token(client)
    before = stored()

    with away():
        answer = client.post(address, {**form, "csrfmiddlewaretoken": "x" * 64})
    action, fields = form_of(answer)
    shown = client.post(action, fields)

    assert (answer.status_code, action, fields[REOPEN]) == (503, address, ["1"])
    assert is_shown(shown, form)
    assert stored() == before


def test_a_page_that_comes_back_asks_anew_whether_the_screen_was_stale(user):
    article = in_editing()
    address, form = f"/admin/news/article/{article.pk}/step/send_back/", {**TYPED, "seen": "0.0"}
    article.version += 1
    article.save()

    shown = browser(user).post(address, {**form, REOPEN: "1"})

    assert "bài đã được sửa" in shown.context["changes"]
    assert is_shown(shown, TYPED)
    assert Article.objects.get().state == DeskState.EDITING


def test_articles_chosen_together_are_asked_of_anew_too(user):
    article = live()
    client, address = browser(user), "/admin/news/article/bulk/withdraw/"
    form = {**TYPED, "bai": article.pk, f"seen-{article.pk}": "1.0", REOPEN: "1"}

    before, shown = stored(), client.post(address, form)
    pressed = press(client, address, shown, {})

    assert [row.message for row in shown.context["rows"]] == [""]
    assert [bool(row.message) for row in pressed.context["rows"]] == [True]
    assert stored() == before


@pytest.mark.parametrize("kind", ["nobody", "contributor"])
def test_who_may_not_see_a_page_is_refused_it_when_it_comes_back(page, kind):
    address, form, _left = page
    client, before = person(kind)[0], stored()

    answer = client.post(address, {**form, REOPEN: "1"})

    assert answer.status_code == 403
    assert Article.objects.get().title not in answer.content.decode()
    assert stored() == before


def test_articles_of_others_do_not_come_along(user):
    article, mine = live(), make_section("Mục của tôi")
    client, publisher = Client(), make_user()
    Beat.objects.create(user=publisher, section=mine, group=roles.group(roles.PUBLISHERS))
    client.force_login(publisher)

    answer = client.post(
        "/admin/news/article/bulk/withdraw/", {**TYPED, "bai": article.pk, REOPEN: "1"}
    )

    assert (answer.status_code, answer.context["rows"]) == (200, [])
    assert article.title not in answer.content.decode()


def test_a_button_without_words_does_nothing_when_it_comes_back(user):
    article, client = in_editing(), browser(user)
    comment = comments.add_comment(article, by=user, text="Xem lại")
    link, _token = links.create_link(article, by=user, recipient="Bà Lan")
    base, before = f"/admin/news/article/{article.pk}", stored()

    answers = [
        client.post(f"{base}/comments/", {"do": f"resolve:{comment.pk}", REOPEN: "1"}),
        client.post(f"{base}/review/", {"revoke": link.pk, REOPEN: "1"}),
    ]

    assert [each.status_code for each in answers] == [200, 200]
    assert all("Chưa làm gì cả" in each.content.decode() for each in answers)
    assert "errorlist" not in answers[0].content.decode()
    assert stored() == before


def test_what_was_looked_for_to_be_redacted_is_found_and_stays(user):
    article = rewritten()
    before, form = stored(), {"words": SECRET, "reason": WORDS, "_find": "1"}

    shown = browser(user).post(f"/admin/news/article/{article.pk}/redact/", {**form, REOPEN: "1"})

    assert is_shown(shown, {"words": SECRET, "reason": WORDS, "edition": "1"})
    assert stored() == before


def test_who_may_only_revoke_their_links_sees_them_when_that_comes_back(user):
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer)
    link, _token = links.create_link(article, by=writer, recipient="Bà Lan")
    steps.submit(article, by=writer)

    shown = browser(writer).post(
        f"/admin/news/article/{article.pk}/review/", {"revoke": link.pk, REOPEN: "1"}
    )

    assert (shown.status_code, "Bà Lan" in shown.content.decode()) == (200, True)
    assert ReviewLink.objects.get().revoked_at is None


def test_what_another_site_sends_to_them_is_not_echoed(page, user):
    address, form, _left = page
    before = stored()

    for client in (
        browser(enforce_csrf_checks=True),
        browser(user, enforce_csrf_checks=True),
    ):
        for where, data in (
            (address, {**form, "reason": "kẻ xấu"}),
            (
                LOGIN,
                {
                    form_recovery.RECOVERED_FIELD: '[["reason", ["kẻ xấu"]]]',
                    form_recovery.RECOVERED_PATH_FIELD: address,
                },
            ),
        ):
            answer = client.post(where, data, headers={"Origin": "https://ke-xau.example"})
            assert (answer.status_code, "kẻ xấu" in answer.content.decode()) == (403, False)
    assert stored() == before


def test_just_these_pages_beside_an_article_come_back():
    [admin] = [each for each in get_resolver().url_patterns if str(each.pattern) == "admin/"]
    beside = [
        each
        for resolver in admin.url_patterns
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == "news/article/"
        for each in resolver.url_patterns
    ]

    assert {each.name for each in beside if getattr(each.callback, "reopens", False)} == {
        f"news_article_{name}" for name in ("bulk", "review", "comments", "redact", "step")
    }
