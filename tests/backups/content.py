"""What a portal that is backed up holds; the functions run in a process of the portal."""

import json
from collections.abc import Callable

from django.core.files.base import ContentFile

from media.uploads.documents import take_document
from tests.deploy.restored import publish_in_every_state
from tests.factories import make_article, make_author, make_photo, make_section
from tests.media import office


def fill() -> None:
    """Write articles in several states, with photos and a document."""
    section = make_section("Kinh tế", slug="kinh-te")
    paper = take_document(ContentFile(office.PDF, name="a.pdf"), title="Kế hoạch")[0]
    article = make_article(
        "Cầu mới thông xe", section=section, authors=[make_author()], lead_photo=make_photo()
    )
    article.attachments.create(document=paper)
    publish_in_every_state(article)
    make_article("Bản nháp", section=section, lead_photo=make_photo())


def answer(function: Callable[[], object]) -> None:
    """Print what the function returns."""
    print(json.dumps(function()))  # noqa: T201
