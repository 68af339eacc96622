"""Articles with files, and what readers see of them."""

from html import unescape

from django.core.files.base import ContentFile
from django.test import Client

from media.models import Document, Photo, document_folder, photo_folder
from media.uploads.documents import take_document
from news.models import Attachment
from tests.factories import make_article, make_photo, publish
from tests.media.office import pdf
from tests.news.pages.page_text import address

# What readers see in place of a photo.
NOTE = "Ảnh này đã được gỡ."


def make_document(title: str = "Kế hoạch 12") -> Document:
    return take_document(ContentFile(pdf(words=title), name="a.pdf"), title=title)[0]


def folders(*files: Photo | Document) -> list[str]:
    return sorted(
        photo_folder(each.key) if isinstance(each, Photo) else document_folder(each.file.name)
        for each in files
    )


def with_files(**fields):
    """An article with a lead photo, a photo in its text and an attached document; and these."""
    lead, figure, document = make_photo(), make_photo(alt="Bức thứ hai"), make_document()
    caption = "<figcaption>Chợ sáng</figcaption>"
    article = make_article(
        lead_photo=lead, body=f'<figure data-photo="{figure.pk}">{caption}</figure>', **fields
    )
    Attachment.objects.create(article=article, document=document)
    return article, (lead, figure, document)


def publish_with_files():
    """Such an article, published, its files, and the edition."""
    words = {
        "lead_alt": "Cầu dây văng",
        "lead_caption": "Cầu trong mưa",
        "lead_credit": "Ảnh: Lan",
    }
    article, files = with_files(**words)
    return article, *files, publish(article)


def read(page: str) -> str | int:
    """What a reader sees at the address; the status if it is not 200."""
    answer = Client().get(page)
    return unescape(answer.getvalue().decode()) if answer.status_code == 200 else answer.status_code


def pages(edition) -> list[str]:
    """All pages that show the article's lead photo."""
    path = address(edition)
    return [path, f"{path}ban-in/", "/", "/rss.xml", "/atom.xml"]
