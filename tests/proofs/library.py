"""Measures a large photo library: its pages, Django's own pages of the same rows, and uploads."""

import random
import resource
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from django.core.files.base import ContentFile
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from media.models import Photo
from media.renditions import render
from media.uploads import decoder_process
from media.uploads.photos import take_photo
from tests.factories import make_photo, make_user
from tests.media import files
from text.fold import fold

from .asking import Cost, costs

PHOTOS = 50_000
# Minutes between two photos: nine years in all.
APART = 95
UPLOADS = 3
# The name of a page of Django's own is that of our page with this end.
DJANGO = ", Django's"

CREDIT = "Ảnh: Hải Đăng"
WORDS = """
    cầu trầm khánh thành hội nghị thành ủy đại biểu lãnh đạo thành phố bến phà công nhân cảng biển
    học sinh trường lễ khai giảng đường phố mùa hoa phượng bình minh cần cẩu tàu hàng nông dân gặt
    lúa chợ hoa xuân bệnh viện bác sĩ khám bệnh người cao tuổi thanh niên tình nguyện trồng cây
""".split()


def grow() -> None:
    """Add `PHOTOS` photos, which share one file."""
    one = make_photo()
    render(one)
    one.refresh_from_db()
    Photo.objects.bulk_create(_rows(one), batch_size=2000)
    postgresql = connection.vendor == "postgresql"
    last = Photo.objects.order_by("pk").last().pk
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE media_photo SET uploaded_at = %s - (%s - id) * INTERVAL '{APART} minutes'"
            if postgresql
            else "UPDATE media_photo SET uploaded_at = "
            f"datetime(%s, '-' || ({APART} * (%s - id)) || ' minutes')",
            [now if postgresql else f"{now:%Y-%m-%d %H:%M:%S}", last],
        )
        cursor.execute("VACUUM ANALYZE" if postgresql else "ANALYZE")


def _rows(one: Photo) -> Iterator[Photo]:
    chance, sender = random.Random(2), make_user()
    for number in range(PHOTOS):
        alt, caption = (" ".join(chance.choices(WORDS, k=count)).capitalize() for count in (12, 18))
        yield Photo(
            original=one.original.name,
            digest=f"{number:064}",
            key=f"{number:018}",
            format=one.format,
            width=1440,
            height=960,
            alt=alt,
            caption=caption,
            credit=CREDIT,
            widths=[320, 640, 960, 1440],
            rendered=True,
            uploaded_by=sender,
            folded=fold(f"{alt} {caption} {CREDIT}"),
        )


def measured(*, rounds: int, cookie: str) -> list[Cost]:
    """The cost of our pages and of Django's own."""
    with override_settings(ROOT_URLCONF="tests.proofs.plain"):
        return costs(addresses(), rounds=rounds, cookie=cookie)


def addresses() -> dict[str, str]:
    """The addresses of the list, its searches and filters, the chooser, and a photo's form."""
    listed, chooser = "/admin/media/photo/", "/admin/media/photo/chooser/list/"
    theirs = "/admin/plain/"
    plain = f"{theirs}media/photo/"
    asked = "app_label=news&model_name=article&field_name=lead_photo"
    offered = f"{theirs}autocomplete/?{asked}&term="
    year = timezone.localdate().year - 4
    form = f"{Photo.objects.order_by('pk').last().pk}/change/"
    return {
        "list": listed,
        f"list{DJANGO}": plain,
        "list, page 27": f"{listed}?p=27",
        f"list, page 27{DJANGO}": f"{plain}?p=27",
        "list, a month": f"{listed}?thang={year}-05",
        f"list, a month{DJANGO}": f"{plain}?uploaded_at__year={year}&uploaded_at__month=5",
        "list, set aside": f"{listed}?ban-nho=loi",
        f"list, set aside{DJANGO}": f"{plain}?rendered__exact=0",
        "search, common words": f"{listed}?q=hội nghị",
        f"search, common words{DJANGO}": f"{plain}?q=hội nghị",
        "search, three words": f"{listed}?q=bệnh viện phượng",
        f"search, three words{DJANGO}": f"{plain}?q=bệnh viện phượng",
        "search, an absent word": f"{listed}?q=xylophon",
        f"search, an absent word{DJANGO}": f"{plain}?q=xylophon",
        "search, in a month": f"{listed}?q=hội nghị&thang={year}-05",
        "chooser": chooser,
        f"chooser{DJANGO}": offered,
        "chooser, deep": f"{chooser}?older_than=500",
        "chooser, common words": f"{chooser}?q=hội nghị",
        f"chooser, common words{DJANGO}": f"{offered}hội nghị",
        "chooser, an absent word": f"{chooser}?q=xylophon",
        f"chooser, an absent word{DJANGO}": f"{offered}xylophon",
        "chooser, one letter": f"{chooser}?q=h",
        "form of a photo": f"{listed}{form}",
        f"form of a photo{DJANGO}": f"{plain}{form}",
    }


def upload() -> dict[str, float]:
    """Upload and render photos of 24 megapixels. Returns medians of seconds and of megabytes, and
    the memory of the child process in MB."""
    found = []
    for turn in range(UPLOADS):
        content = files.large_photo(turn)
        began, cpu = perf_counter(), _cpu_of_children()
        photo = take_photo(ContentFile(content, name="a.jpg"), alt="Cầu").photo
        taken, cpu = perf_counter() - began, _cpu_of_children() - cpu
        began = perf_counter()
        render(photo)
        found.append((len(content) / 2**20, taken, cpu, perf_counter() - began))
    names = ("megabytes", "seconds", "cpu", "renditions")
    told = dict(zip(names, map(median, zip(*found, strict=True)), strict=True))
    with TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        source.write_bytes(content)
        answer = decoder_process.run_decoder(
            "master", source=source, target=Path(folder) / "master"
        )
    return {**told, "memory": answer["memory"] / 1024}


def _cpu_of_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
