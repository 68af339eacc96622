"""No staff page shows an English word.

The English words come from the catalogues: all words in the messages of the portal, Django and
CKEditor, without those that their Vietnamese translations contain too.
"""

import re
from pathlib import Path

import ckeditor
import django
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from news.desk import steps as desk_steps
from redirects.models import MissedAddress
from tests.browsers import sign_in
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_section,
    make_source,
    make_user,
    publish,
)

pytestmark = [
    pytest.mark.browser(allow="status of 403"),
    pytest.mark.django_db(transaction=True),
]

WORD = re.compile(r"(?<![\w.@/-])[A-Za-z]{2,}(?![\w.@-])")
# Matches the texts in CKEditor's catalogues, but not their keys.
SENTENCE = re.compile(r"""(?:"((?:[^"\\]|\\.)*)"|'(?:[^'\\]|\\.)*')(?!\s*:)""")
# Names, formats, keys of the keyboard, and words that people type or invent: they are not
# translated.
NAMES = set(
    """
    rss qr url pdf jpeg jpg png webp gif avif tiff word excel powerpoint libreoffice html ckeditor
    zalo facebook youtube fanpage email e-mail admin staff django iphone heic ctrl alt shift enter
    tab esc english code kb mb gb xml id sapo ok web website seo data json csv style css slug
    """.split()
)


def words_of(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(re.sub(r"%\(\w+\)s|\{\w*\}|<[^>]*>", " ", text))}


def english() -> set[str]:
    """The words that occur in English messages only."""
    found: set[str] = set()
    native: set[str] = set()
    here = Path(settings.BASE_DIR) / "locale/vi/LC_MESSAGES"
    root = Path(django.__file__).parent
    catalogues = [here / "django.po", here / "extra.po", here / "djangojs.po"]
    for part in ("conf", "contrib/admin", "contrib/auth"):
        catalogues += (root / part).glob("locale/vi/LC_MESSAGES/*.po")
    for path in catalogues:
        with path.open("rb") as file:
            for message in read_po(file, locale="vi"):
                for sides, texts in ((found, message.id), (native, message.string)):
                    for text in texts if isinstance(texts, tuple) else (texts,):
                        sides |= words_of(text)
    lang = Path(ckeditor.__file__).parent / "static/ckeditor/ckeditor/lang"
    for name, side in (("en", found), ("vi", native)):
        for text in SENTENCE.findall((lang / f"{name}.js").read_text("utf-8")):
            side |= words_of(text)
    return found - native - NAMES


# BDI is skipped because Django shows parts of a password's hash in it, which may contain a word by
# chance.
VISIBLE = """() => {
  const SKIPPED = ["SCRIPT", "STYLE", "TEMPLATE", "CODE", "BDI"];
  const texts = [];
  const walk = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!parent || SKIPPED.includes(parent.tagName)) continue;
      texts.push(walker.currentNode.textContent);
    }
    root.querySelectorAll("[title],[placeholder],[aria-label],[alt],input[type=submit]").forEach(
      (each) => ["title", "placeholder", "aria-label", "alt"].forEach((name) => {
        if (each.getAttribute(name)) texts.push(each.getAttribute(name));
      }));
    root.querySelectorAll("input[type=submit],input[type=button]").forEach(
      (each) => texts.push(each.value));
  };
  walk(document.body);
  texts.push(document.title);
  return texts.join(" \\u2022 ");
}"""


@pytest.mark.long
def test_no_staff_page_shows_an_english_word(page):
    foreign = english()
    # The set does have English words.
    assert {"save", "delete", "password", "title"} <= foreign
    make_user(is_superuser=True, username="quan-tri")
    addresses = furnished()

    def look(where: str) -> None:
        shown = words_of(page.evaluate(VISIBLE)) & foreign
        if shown:
            found[where] = sorted(shown)

    found: dict[str, list[str]] = {}
    page.goto("/admin/")
    look("sign in")
    page.fill("#id_username", "quan-tri")
    page.fill("#id_password", "sai mật khẩu")
    page.click("[type=submit]")
    page.wait_for_selector(".errornote")
    look("sign in refused")
    sign_in(page)
    for address in addresses:
        page.goto(address)
        look(address)
    look_at_the_editor(page, addresses[0], look)
    page.goto(reverse("admin:news_article_add"))
    page.locator("[name=_step]").first.click()
    page.wait_for_selector(".errornote")
    look("article refused")
    assert found == {}


def furnished() -> list[str]:
    """Make content for every kind of staff page. Returns the addresses of the pages."""
    make_agency()
    article = make_article(
        "Bài thử", authors=[make_author()], source=make_source(), lead_photo=make_photo()
    )
    publish(article)
    article.title = "Bài thử hai"
    article.save()
    publish(article)
    section = make_section("Mục thử")
    draft = make_article("Bài nháp", section=section)
    gone = make_article("Bài đã gỡ", section=section)
    publish(gone)
    user = make_user()
    desk_steps.withdraw(gone, by=make_user(is_superuser=True), reason="Sai")
    sent = make_article("Bài gửi", section=section)
    # The person who looks at the pages gets a notification of this.
    desk_steps.submit(sent, by=make_user(is_superuser=True))
    group = Group.objects.first()

    def on(name: str, *args) -> str:
        return reverse(f"admin:{name}", args=args)

    models = [
        ("news_article", article.pk),
        ("news_author", article.bylines.get().author_id),
        ("news_source", article.source_id),
        ("media_photo", article.lead_photo_id),
        ("sections_section", section.pk),
        ("agency_agency", 1),
        ("auth_user", user.pk),
        ("auth_group", group.pk),
    ]
    addresses = [on("news_article_change", article.pk), on("index"), on("password_change")]
    addresses += [on("notifications"), on("notification_choices")]
    for name, key in models:
        addresses += [on(f"{name}_changelist"), on(f"{name}_change", key)]
        if name != "agency_agency":
            addresses += [on(f"{name}_add"), on(f"{name}_delete", key), on(f"{name}_history", key)]
    for name in ("news_topic", "news_tag", "media_document", "sections_linklist"):
        addresses += [on(f"{name}_changelist"), on(f"{name}_add")]
    addresses += [
        on("auth_user_password_change", user.pk),
        on("news_article_delete", draft.pk),
        on("news_article_change", draft.pk),
        on("news_article_change", gone.pk),
        on("news_article_compare", article.pk) + "?a=1&b=2",
        on("news_article_changelist") + "?q=khong-co",
    ]
    now = timezone.now()
    missed = MissedAddress.objects.create(path="/cu/", count=2, first_seen=now, last_seen=now)
    for page in ("change", "history"):
        addresses.append(on(f"redirects_missedaddress_{page}", missed.pk))
    addresses.append(on("redirects_missedaddress_changelist"))
    steps = ("withdraw", "expire", "archive", "send_back")
    addresses += [on("news_article_step", article.pk, step) for step in steps]
    addresses += [on("news_article_step", gone.pk, "bring_back")]
    return addresses


def look_at_the_editor(page, address: str, look) -> None:
    page.goto(address)
    page.wait_for_selector(".cke_toolbar")
    look("editor")
    for dialog in ("link", "table"):
        page.evaluate("name => CKEDITOR.instances.id_body.openDialog(name)", dialog)
        page.wait_for_selector(".cke_dialog_body:visible")
        for tab in page.locator(".cke_dialog_tab:visible").all():
            tab.click()
            look(f"dialog {dialog}")
        look(f"dialog {dialog}")
        page.locator(".cke_dialog_ui_button_cancel:visible").click()
    page.locator(".cke_button__photo").click()
    page.wait_for_selector(".photo-dialog[open]")
    look("photo library")
    page.locator("#photo-tab-upload").click()
    look("photo upload")
