"""The kinds of remarks that block: an administrator sets them, and a text that has such a remark is
neither approved nor published."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.checks import article_checks
from news.checks.levels import levels, set_levels
from news.desk import steps
from news.enums import CheckKind, DeskState, Level
from news.models import Article, CheckLevel, Edition
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.desk.form_data import change, in_hours, said, sent
from tests.news.people import person

pytestmark = pytest.mark.django_db

PAGE = "/admin/news/checklevel/all/"
LEGACY = "Së V¨n hãa vµ Th«ng tin họp sáng nay"


def block(*kinds: CheckKind) -> None:
    set_levels(dict.fromkeys(kinds, Level.BLOCK))


def test_by_itself_only_what_no_reader_could_use_blocks():
    found = {kind.value for kind, level in levels().items() if level == Level.BLOCK}

    assert found == {"no-title", "no-section", "no-text", "legacy"}


VERBS = {
    "approve": lambda article: steps.approve(article, by=make_publisher()),
    "publish": lambda article: steps.publish(article, by=make_publisher()),
    "schedule": lambda article: steps.publish(article, by=make_publisher(), at=in_hours(2)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_text_with_what_blocks_is_neither_approved_nor_published(verb):
    block(CheckKind.NO_LEAD, CheckKind.LINK_WORDS)
    body = '<p>Xem <a href="https://khac.example/">tại đây</a>.</p>'
    article = make_article(LEGACY, lead="", body=body)

    with pytest.raises(ValidationError) as refused:
        VERBS[verb](article)

    assert set(refused.value.message_dict) == {"title", "lead", "body"}
    assert refused.value.message_dict["body"] == [
        "Chữ của một đường dẫn không cho biết nó dẫn tới đâu. “tại đây”"
    ]
    article.refresh_from_db()
    assert (article.state, Edition.objects.count()) == (DeskState.DRAFT, 0)


def test_a_text_that_was_approved_before_a_kind_blocked_is_not_published():
    article = make_article(lead="", state=DeskState.APPROVED)
    block(CheckKind.NO_LEAD)

    with pytest.raises(ValidationError):
        publish(article)


def test_to_approve_ones_own_text_with_a_reason_is_no_way_round():
    section = make_section(second_eyes=True)
    article = make_article(LEGACY, section=section)
    author = make_publisher()
    steps.saved(article, by=author, created=True)

    with pytest.raises(ValidationError):
        steps.override(article, by=author, reason="Gấp")


@pytest.mark.parametrize("verb", ["submit", "pass_on"])
def test_what_blocks_publishing_holds_up_nobody_who_hands_a_text_on(verb):
    block(CheckKind.NO_LEAD)
    article = make_article(lead="")

    getattr(steps, verb)(article, by=make_publisher())

    assert article.state != DeskState.DRAFT


def test_what_readers_saw_comes_back_and_moves_whatever_blocks_now():
    withdrawn, ahead = make_article(lead=""), make_article(lead="")
    publish(withdrawn)
    steps.withdraw(withdrawn, by=make_publisher(), reason="Sai")
    publish(ahead, at=in_hours(2))
    block(CheckKind.NO_LEAD)

    steps.bring_back(withdrawn, by=make_publisher())
    steps.move(ahead, by=make_publisher(), at=in_hours(3))

    assert Edition.objects.public(timezone.now() + timedelta(hours=4)).count() == 2


@pytest.mark.parametrize("level", [Level.ADVISE, Level.OFF])
def test_what_only_advises_or_is_off_blocks_nothing(level):
    set_levels({CheckKind.LEGACY: level})

    assert publish(make_article(LEGACY)).title == LEGACY


def test_what_nothing_can_be_published_without_blocks_whatever_is_set():
    set_levels(dict.fromkeys(CheckKind, Level.OFF))
    CheckLevel.objects.create(kind="no-section", level=Level.OFF)

    with pytest.raises(ValidationError) as refused:
        publish(make_article("", section=None, lead="", body=""))

    assert set(refused.value.message_dict) == {"title", "section", "body"}


def test_many_remarks_of_a_kind_are_not_all_told():
    block(CheckKind.DOUBLED)
    article = make_article(body="<p>của của</p>" * 50)

    (sentences,) = article_checks.blocking_problems(article).values()

    assert len(sentences) == 4
    assert sentences[-1] == "… và 47 chỗ tương tự."


def test_a_level_that_is_the_one_by_itself_is_no_row():
    set_levels({CheckKind.NO_LEAD: Level.BLOCK, CheckKind.LEGACY: Level.OFF})
    set_levels({CheckKind.NO_LEAD: Level.ADVISE})

    assert list(CheckLevel.objects.values_list("kind", "level")) == [("legacy", "off")]


def test_a_kind_that_is_no_more_is_passed_over():
    CheckLevel.objects.create(kind="từng có", level=Level.BLOCK)

    assert publish(make_article()).number == 1


def test_who_presses_publish_reads_why_not():
    client, _ = person("publisher")
    article = make_article(LEGACY)
    form = sent(title=LEGACY, section=article.section_id, seen_version=0, _step="publish")

    answer = client.post(change(article), form)

    assert said(answer) == [
        (
            "error",
            "Đã lưu nhưng chưa đăng: Đoạn này viết bằng bảng mã TCVN3, không phải Unicode; "
            "đọc là “Sở Văn hóa và Thông”.",
        )
    ]
    assert not Edition.objects.exists()


# The page of the levels


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("anonymous", 302),
        ("nobody", 403),
        ("contributor", 403),
        ("editor", 403),
        ("publisher", 403),
        ("superuser", 200),
    ],
)
def test_only_administrators_see_and_set_the_levels(kind, status):
    client, _ = person(kind)

    assert client.get(PAGE).status_code == status
    answer = client.post(PAGE, {"initial-no-lead": "advise", "no-lead": "off"})
    assert answer.status_code == (403 if kind == "anonymous" else status)
    assert not CheckLevel.objects.exists()
    assert ("checklevel" in client.get("/admin/").content.decode()) is (status == 200)


def test_whom_an_administrator_gives_the_right_may_set_them():
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="set_check_levels"))
    client, _ = person("nobody")
    client.force_login(user)

    assert client.get(PAGE).status_code == 200


def filled(client) -> dict[str, str]:
    """The fields of the form as it is opened: each level, and its hidden initial value."""
    form = client.get(PAGE).context["form"]
    found = {}
    for name, field in form.fields.items():
        found |= {name: field.initial, f"initial-{name}": field.initial}
    return found


def test_what_is_set_is_in_force_and_in_the_log():
    client, user = person("superuser")
    form = filled(client) | {"no-lead": "block", "legacy": "off"}

    answer = client.post(PAGE, form)

    assert answer.headers["location"] == PAGE
    found = {kind: level for kind, level in levels().items() if kind in ("no-lead", "legacy")}
    assert found == {"no-lead": "block", "legacy": "off"}
    logged = LogEntry.objects.filter(user=user).values_list("object_repr", "change_message")
    assert set(logged) == {
        ("Chưa có sapo", "Nhắc → Chặn"),
        ("Chữ mã TCVN3 hoặc VNI", "Chặn → Tắt"),
    }
    assert "Chữ mã TCVN3 hoặc VNI: Chặn → Tắt" in client.get(PAGE).content.decode()


def test_who_saves_an_older_form_sets_back_nothing_that_they_did_not_touch():
    client, _ = person("superuser")
    form = filled(client)
    block(CheckKind.NO_LEAD)

    client.post(PAGE, form | {"doubled": "off"})

    assert dict(CheckLevel.objects.values_list("kind", "level")) == {
        "no-lead": "block",
        "doubled": "off",
    }


@pytest.mark.parametrize(
    "hostile",
    [
        {},
        {"no-lead": "never"},
        {"no-lead": "block\0"},
        {"initial-no-lead": "<script>"},
        {"no-title": "off", "no-section": "off", "khác": "block"},
    ],
)
def test_whatever_is_sent_is_answered(hostile):
    client, _ = person("superuser")
    form = filled(client) if "no-title" in hostile else {}

    answer = client.post(PAGE, form | hostile)

    assert answer.status_code in (200, 302)
    assert not CheckLevel.objects.exists()


def test_a_form_whose_session_ended_comes_back_and_sets_nothing():
    client, _ = person("superuser")

    answer = client.post(PAGE, filled(client) | {"no-lead": "block", "_reopen": "1"})

    assert answer.context["form"]["no-lead"].value() == "block"
    assert "chưa được lưu" in answer.content.decode()
    assert not CheckLevel.objects.exists()
    assert not Article.objects.exists()
