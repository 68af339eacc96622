"""What tests of takedowns share."""

from html import unescape

from django.core.files.base import ContentFile
from django.test import Client

from media.uploads.documents import take_document
from news.models import Attachment
from tests.factories import make_article, make_photo, publish
from tests.media.office import pdf
from tests.news.pages.page_text import address

# What readers see in place of a photo.
NOTE = "Ảnh này đã được gỡ."


def read(page: str) -> str | int:
    """What a reader sees at the address; the status if it is not 200."""
    answer = Client().get(page)
    return unescape(answer.getvalue().decode()) if answer.status_code == 200 else answer.status_code


def pages(edition) -> list[str]:
    """All pages that show the article's lead photo."""
    path = address(edition)
    return [path, f"{path}ban-in/", "/", "/rss.xml", "/atom.xml"]


def publish_with_files():
    """A published article with a lead photo, a photo in its text and a document; and these."""
    lead, figure = make_photo(), make_photo(alt="Bức thứ hai")
    document = take_document(ContentFile(pdf(words="Kế hoạch"), name="a.pdf"), title="Kế hoạch 12")[
        0
    ]
    article = make_article(
        lead_photo=lead,
        lead_alt="Cầu dây văng",
        lead_caption="Cầu trong mưa",
        lead_credit="Ảnh: Lan",
        body=f'<figure data-photo="{figure.pk}"><figcaption>Chợ sáng</figcaption></figure>',
    )
    Attachment.objects.create(article=article, document=document)
    return article, lead, figure, document, publish(article)
