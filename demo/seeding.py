"""Writes many articles for scale tests, in bulk, from the paragraphs of the demo.

Texts may repeat. The number of articles seeds the random choices, so equal runs make equal choices.
"""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from delivery.purging import purge
from delivery.tags import SITE
from media.models import Photo
from news.editions.document import Document
from news.editions.lifecycle import edition_columns, listings, lists_of
from news.editions.models import EditionPhoto
from news.enums import DeskState, Genre, Role
from news.models import Article, Author, Byline, Edition, Listing, PhotoUse
from news.search import index, tokens
from sections.models import Section
from text.slug import slugify

from . import content

# The `form_key` of each article begins with this; those of the demo begin with `loading.MARK`.
MARK = "seed-"
BATCH = 2000
# The articles are published within this time before today.
SPAN = timedelta(days=10 * 365)

SUBJECTS = """
    phường Hải Đăng; xã Vạn Chài; cảng Mỏ Neo; trường Bến Gỗ; khu công nghiệp Đông Ngạn;
    chợ Cột Đèn; bệnh viện thành phố; đội thoát nước; thư viện thành phố; tuyến buýt số 7;
    phường Vạn Phượng; xã Đồng Mặn; bãi Bãi Rùa; đảo Hòn Nhạn; nhà văn hóa thiếu nhi;
    bộ phận một cửa; ban quản lý dự án; hợp tác xã rau sạch
"""
DEEDS = """
    mở thêm {n} điểm tiếp dân; trồng mới {n} cây phượng; sửa xong {n} mét đường;
    khám bệnh cho {n} người; đón {n} lượt khách trong tháng; lắp {n} đèn chiếu sáng;
    tiếp nhận {n} hồ sơ trực tuyến; dọn {n} tấn rác ven bờ; trao {n} suất học bổng;
    nạo vét {n} mét kênh; kiểm tra {n} cơ sở thực phẩm; lấy ý kiến {n} hộ dân;
    tuyển {n} lao động; tổ chức lớp học cho {n} em; bàn giao {n} căn nhà; giảm {n} phút chờ đợi
"""
TAILS = """
    ; sau một tháng; trước mùa mưa bão; nhờ người dân góp sức; theo kế hoạch quý;
    lần đầu tiên; đợt hai; để kịp năm học mới
"""
# Two of these syllables make the name of a place. Each is common, but two together are rare, as in
# real names.
SYLLABLES = """
    An Bình Cẩm Châu Đại Đằng Đông Gia Giang Hà Hải Hạnh Hiệp Hòa Hoàng Hồng Hưng Kiến Kim Lạc Lâm
    Lập Liên Long Lộc Mai Minh Mỹ Nam Nghĩa Ngọc Nhân Ninh Phú Phúc Phương Quang Quý Sơn Tân Thái
    Thắng Thạnh Thanh Thịnh Thuận Thủy Tiên Tràng Trung Trường Tú Văn Vĩnh Xuân Yên
"""
PHOTO_WORDS = ("alt", "caption", "credit")
PHOTO_FACTS = ("width", "height", "digest")


def seed(number: int) -> Iterator[int]:
    """Write `number` articles, each published once; yields the number written after each batch."""
    rng = random.Random(number)
    now = timezone.now().replace(microsecond=0)
    pool = _Pool()
    done = 0
    with _indexed_in_bulk():
        while done < number:
            count = min(BATCH, number - done)
            moments = [now - SPAN * (1 - (done + k + rng.random()) / number) for k in range(count)]
            with transaction.atomic():
                _batch(pool, rng, moments)
            done += count
            yield done
    with transaction.atomic():
        purge([SITE, "newest-0"])


@contextmanager
def _indexed_in_bulk() -> Iterator[None]:
    """A `with` block for code that adds many thousands of editions to the search index, outside a
    transaction.

    PostgreSQL takes 7 ms to index one edition among 100,000, because it packs the long list of each
    common word again. In bulk, each edition takes a quarter of that.
    """
    if connection.vendor == "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER INDEX news_search_tokens SET (fastupdate = on, gin_pending_list_limit = 131072)"
        )
        try:
            yield
        finally:
            cursor.execute("ALTER INDEX news_search_tokens SET (fastupdate = off)")
            cursor.execute("ALTER INDEX news_search_tokens RESET (gin_pending_list_limit)")
            cursor.execute("SELECT gin_clean_pending_list('news_search_tokens')")


class _Pool:
    """The material for articles: the demo's paragraphs, and sections, authors and photos of the
    portal. Raises LookupError if there are no sections or authors."""

    def __init__(self) -> None:
        now = timezone.localtime()
        articles = [each.dated(now) for each in content.load().articles]
        self.paragraphs = [
            f"<p>{line}</p>"
            for article in articles
            for line in article.parsed.paragraphs
            if len(line) > 120 and not set(line) & set("<>&")
        ]
        # Cached, because the same paragraphs come again and again.
        self.tokens = cache(tokens.text_tokens)
        self.leads = [article.lead for article in articles]
        self.subjects, self.deeds, self.tails = (
            [part.strip() for part in text.split(";")] for text in (SUBJECTS, DEEDS, TAILS)
        )
        self.syllables = SYLLABLES.split()
        self.sections = list(
            Section.objects.filter(kind=Section.Kind.SECTION).values_list("pk", flat=True)
        )
        self.authors = list(Author.objects.values("id", "name", "slug"))
        self.photos = list(Photo.objects.values("pk", *PHOTO_WORDS, *PHOTO_FACTS))
        if not self.sections or not self.authors:
            raise LookupError("there must be sections and authors first: manage.py load_demo")

    def title(self, rng: random.Random) -> str:
        subject, deed = rng.choice(self.subjects), rng.choice(self.deeds)
        words = f"{subject} {deed.format(n=rng.randint(3, 980))} {rng.choice(self.tails)}".strip()
        return words[0].upper() + words[1:]

    def notice(self, rng: random.Random) -> str:
        """A paragraph that no other article has, with numbers and names that a search can find."""
        places = [" ".join(rng.sample(self.syllables, 2)) for _ in range(3)]
        number = f"{rng.randint(1, 99_999)}/TB-VP"
        return (
            f"<p>Các tổ dân phố {places[0]}, {places[1]} và {places[2]} cùng thực hiện; "
            f"chi tiết có trong Thông báo số {number}.</p>"
        )

    def document(self, rng: random.Random) -> Document:
        title = self.title(rng)
        author = rng.choice(self.authors)
        photo = rng.choice(self.photos) if self.photos and rng.random() < 0.8 else None
        return Document(
            title=title,
            slug=slugify(title, max_length=150),
            section=rng.choice(self.sections),
            genre=rng.choice(Genre.values),
            lead=rng.choice(self.leads),
            body="".join(rng.sample(self.paragraphs, rng.randint(5, 12))) + self.notice(rng),
            signature=author["name"],
            authors=[{**author, "role": Role.TEXT.value}],
            lead_photo=photo and _lead_photo(photo),
        )


def _lead_photo(photo: dict) -> dict:
    frozen = {name: photo[name] for name in (*PHOTO_WORDS, *PHOTO_FACTS)}
    return {"photo": photo["pk"], **frozen}


def _batch(pool: _Pool, rng: random.Random, moments: list) -> None:
    documents = [pool.document(rng) for _ in moments]
    articles = []
    for document in documents:
        lead = document.lead_photo or {}
        article = Article(
            title=document.title,
            lead=document.lead,
            body=document.body,
            signature=document.signature,
            section_id=document.section,
            genre=document.genre,
            lead_photo_id=lead.get("photo"),
            lead_caption=lead.get("caption", ""),
            lead_credit=lead.get("credit", ""),
            state=DeskState.APPROVED,
            last_number=1,
            form_key=f"{MARK}{secrets.token_hex(12)}",
        )
        article.folded = article.folded_text()
        articles.append(article)
    Article.objects.bulk_create(articles)
    Byline.objects.bulk_create(
        Byline(article=article, author_id=document.authors[0]["id"])
        for article, document in zip(articles, documents, strict=True)
    )
    editions = [
        _edition(article, document, moment)
        for article, document, moment in zip(articles, documents, moments, strict=True)
    ]
    Edition.objects.bulk_create(editions)
    # They get the dates of their publication, not all today, so that lists of a month show some.
    written = Edition.objects.filter(article=OuterRef("pk")).values("made_at")[:1]
    Article.objects.filter(pk__in=[each.pk for each in articles]).update(
        created_at=Subquery(written), changed_at=Subquery(written)
    )
    with_photo = [each for each in editions if each.photo_id]
    EditionPhoto.objects.bulk_create(
        EditionPhoto(edition=each, photo_id=each.photo_id) for each in with_photo
    )
    PhotoUse.objects.bulk_create(
        PhotoUse(article_id=each.article_id, photo_id=each.photo_id) for each in with_photo
    )
    Listing.objects.bulk_create(
        row for edition in editions for row in listings(edition, lists_of(edition))
    )
    index.add(editions, pool.tokens)


def _edition(article: Article, document: Document, moment) -> Edition:
    edition = Edition(
        article=article,
        number=1,
        released_at=moment,
        live_from=moment,
        made_at=moment,
        **edition_columns(document),
    )
    edition.content = document
    return edition
