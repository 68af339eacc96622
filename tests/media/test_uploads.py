"""Uploaded pictures are accepted by their content, converted where necessary, or refused with a
reason."""

import io
import subprocess
import sys
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from media.models import Photo, library
from media.uploads import decoder_process
from media.uploads.faults import PHOTO_FAULTS, PHOTO_NOTES, FileFault
from media.uploads.photos import take_photo
from tests.factories import make_user, picture_bytes
from tests.media import files

pytestmark = pytest.mark.django_db


def send(content: bytes, name: str = "anh.jpg", **words):
    return take_photo(ContentFile(content, name=name), **{"alt": "Cầu lúc bình minh", **words})


def refusal(content: bytes, name: str = "anh.jpg") -> str:
    """The error beside the file field."""
    with pytest.raises(ValidationError) as refused:
        send(content, name)
    assert list(refused.value.message_dict) == ["file"]
    assert not Photo.objects.exists()
    return refused.value.message_dict["file"][0]


def master_bytes(photo: Photo) -> bytes:
    with library().open(f"anh/{photo.key[:2]}/{photo.key}/goc.{photo.format}") as file:
        return file.read()


def master(photo: Photo) -> Image.Image:
    return Image.open(io.BytesIO(master_bytes(photo)))


def is_upright(picture: Image.Image) -> bool:
    """Whether the picture is like `files.scene`: red above, blue below."""
    picture = picture.convert("RGB")
    above = picture.getpixel((picture.width // 2, picture.height // 4))
    below = picture.getpixel((picture.width // 2, picture.height * 3 // 4))
    return above[0] > 180 and above[2] < 80 and below[2] > 160 and below[0] < 80


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (files.SCRIPT, "anh.jpg", "not-a-picture"),
        (files.HTML, "anh.png", "not-a-picture"),
        (files.SVG, "bieu-trung.svg", "not-a-picture"),
        (files.SVG, "bieu-trung.png", "not-a-picture"),
        (b"\xff\xd8\xff" + b"\0" * 500, "anh.jpg", "not-a-picture"),
        (files.HEIC, "IMG_0042.HEIC", "heic"),
        (b"", "anh.jpg", "empty"),
        (files.png_bomb(), "anh.png", "too-many-pixels"),
        (files.written(files.scene((1, 1)), "PNG"), "cham.png", "too-small"),
        (files.written(files.scene((4000, 8)), "PNG"), "vach.png", "too-small"),
        (picture_bytes((1200, 800))[:-4000], "anh.jpg", "broken"),
        (picture_bytes((600, 400), "PNG")[:900], "anh.png", "broken"),
        (picture_bytes((600, 400), "WEBP")[:300], "anh.webp", "not-a-picture"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_taken_is_refused_with_its_reason(
    content, name, fault, library_files, sent_files
):
    assert refusal(content, name) == str(PHOTO_FAULTS[fault])
    assert (library_files(), sent_files()) == ([], [])


def test_the_bomb_is_small_to_send():
    assert len(files.png_bomb()) < 200_000


def test_a_file_over_the_limit_is_refused_with_both_sizes(settings):
    settings.MEDIA = {"PHOTO_BYTES": 2048}

    told = refusal(b"x" * 4096)

    assert "4,0\xa0KB" in told and "2,0\xa0KB" in told


def test_a_child_that_eats_too_much_is_ended_and_the_sender_told(settings, library_files):
    settings.MEDIA = {"CHILD_MEMORY": 64 * 2**20}

    assert refusal(files.written(files.scene((4000, 3000)), "PNG")) in {
        str(PHOTO_FAULTS["too-many-pixels"]),
        str(PHOTO_FAULTS["too-heavy"]),
    }
    assert library_files() == []


def test_a_child_that_takes_too_long_is_ended(settings, tmp_path, monkeypatch):
    settings.MEDIA = {"CHILD_SECONDS": 1}
    endless = tmp_path / "endless.py"
    endless.write_text(
        "import json, resource, sys\n"
        "s = json.loads(sys.argv[1])['seconds']\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (s, s + 1))\n"
        "while True: pass\n"
    )
    monkeypatch.setattr(decoder_process.program, "__file__", str(endless))
    began = time.monotonic()

    with pytest.raises(FileFault, match="too-heavy"):
        decoder_process.run_decoder("master", source="x", target="y")

    assert time.monotonic() - began < 20


def test_too_many_at_once_are_asked_to_come_back(settings):
    settings.MEDIA = {"CHILDREN": 1, "CHILD_WAIT": 0}

    with decoder_process.decoder_slot():
        told = refusal(picture_bytes())

    assert told == str(PHOTO_FAULTS["busy"])
    assert send(picture_bytes()).photo.pk


def test_the_child_imports_neither_django_nor_the_project():
    script = (
        "import runpy, sys; sys.argv = ['x']\n"
        f"try: runpy.run_path({decoder_process.program.__file__!r})\n"
        "finally: print([m for m in sys.modules if m.split('.')[0] in ('django', 'media')])"
    )

    said = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True)

    assert said.stdout.strip() == "[]"


def test_a_plain_photo_is_taken_with_its_words_and_measures():
    sender = make_user()

    taken = send(
        picture_bytes((1200, 800)), by=sender, caption="Dòng một\nDòng hai", credit="Ảnh: Hải Đăng"
    )

    photo = Photo.objects.get()
    assert (taken.photo, taken.notes, taken.is_duplicate) == (photo, (), False)
    assert (photo.width, photo.height, photo.format) == (1200, 800, "jpg")
    assert photo.caption == "Dòng một\nDòng hai"
    assert (photo.uploaded_by, photo.widths, photo.rendered) == (sender, [], False)
    assert master(photo).size == (1200, 800)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "BMP"])
def test_the_content_decides_whatever_the_name_says(kind):
    content = files.written(files.scene(), kind)

    if kind == "BMP":
        assert refusal(content, "anh.jpg") == str(PHOTO_FAULTS["not-a-picture"])
    else:
        photo = send(content, "tai-lieu.php").photo
        assert photo.format == "jpg"
        assert is_upright(master(photo))
        assert master_bytes(photo)[:2] == b"\xff\xd8"


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photo_is_turned_upright(orientation):
    taken = send(files.rotated_jpeg(orientation))

    assert is_upright(master(taken.photo))
    assert (taken.photo.width, taken.photo.height) == (640, 400)
    assert taken.notes == (str(PHOTO_NOTES["turned"]),)


def test_nothing_private_is_left_in_what_is_served(library_files, own_storage):
    from media.renditions import render

    content = files.jpeg_with_everything_private()
    private = [b"SERIAL-0042", b"HangMayAnh", b"TenNguoiChup", b"XMP-RIENG-TU", b"LOI-GHI-CHU"]
    private += [b"IPTC-TENAI", b"Photoshop"]
    assert all(secret in content for secret in private)

    photo = send(content).photo
    assert render(photo)

    served = [(own_storage / "library" / name).read_bytes() for name in library_files()]
    assert len(served) > 2
    for content in served:
        picture = Image.open(io.BytesIO(content))
        assert dict(picture.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile", "photoshop", "comment"} & set(picture.info)
        assert not any(secret in content for secret in private)
    assert str(photo.taken_on) == "2020-03-05"


def test_the_texts_of_a_png_are_gone():
    content = files.png_with_texts()
    assert b"TEN-TAC-GIA" in content

    kept = master_bytes(send(content).photo)

    assert b"TEN-TAC-GIA" not in kept and b"XMP-RIENG-TU" not in kept


@pytest.mark.parametrize("noted", ["2020:13:45 10:00:00", "0000:00:00", "2199:01:01 0", "\0\xff"])
def test_a_day_that_is_none_is_no_day(noted):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = noted
    photo = send(files.written(files.scene(), "JPEG", exif=exif.tobytes())).photo

    assert photo.taken_on is None


def test_print_colours_are_converted():
    taken = send(files.written(files.scene().convert("CMYK"), "JPEG"))

    assert master(taken.photo).mode == "RGB"
    assert is_upright(master(taken.photo))
    assert taken.notes == (str(PHOTO_NOTES["cmyk"]),)


def test_sixteen_bit_grey_keeps_its_shades():
    taken = send(files.sixteen_bit_png(coloured=False), "x.png")

    shades = master(taken.photo)
    assert shades.mode == "L"
    assert [abs(shades.getpixel((x, 16)) - x) < 6 for x in (5, 60, 128, 200, 250)] == [True] * 5
    assert taken.notes == (str(PHOTO_NOTES["deep"]),)


def test_sixteen_bit_colours_are_converted():
    taken = send(files.sixteen_bit_png(coloured=True), "x.png")

    red, green, blue = master(taken.photo).getpixel((30, 30))
    assert abs(red - 0xC0) < 8 and abs(green - 0x10) < 8 and abs(blue - 0x10) < 8
    assert taken.notes == (str(PHOTO_NOTES["deep"]),)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_taken(kind):
    taken = send(files.animated(kind))

    assert is_upright(master(taken.photo))
    assert taken.notes == (str(PHOTO_NOTES["animated"]),)


def test_of_a_tiff_with_pages_the_first_is_taken():
    pages = [Image.new("RGB", (640, 400), "green")]
    taken = send(files.written(files.scene(), "TIFF", save_all=True, append_images=pages))

    assert is_upright(master(taken.photo))
    assert taken.notes == (str(PHOTO_NOTES["pages"]),)


def test_a_jpeg_with_a_second_picture_is_a_jpeg():
    taken = send(files.mpo())

    assert is_upright(master(taken.photo))
    assert taken.notes == ()


def test_colours_of_a_wide_gamut_become_srgb():
    profile = files.display_p3()
    grey_red = Image.new("RGB", (64, 64), (200, 60, 60))

    photo = send(files.written(grey_red, "PNG", icc_profile=profile)).photo

    red, green, _ = master(photo).getpixel((30, 30))
    # sRGB is a narrower space, so the same colour has more saturated values in it.
    assert red > 208 and green < 58
    assert "icc_profile" not in master(photo).info


def test_a_broken_profile_is_ignored():
    photo = send(files.written(files.scene(), "PNG", icc_profile=b"no profile at all" * 20)).photo

    assert is_upright(master(photo))


def test_what_can_be_seen_through_becomes_a_png():
    clear = files.scene().convert("RGBA")
    clear.putpixel((5, 5), (0, 0, 0, 0))

    photo = send(files.written(clear, "WEBP", lossless=True)).photo

    assert photo.format == "png"
    assert master(photo).getpixel((5, 5))[3] == 0
    assert is_upright(master(photo))


def test_an_alpha_channel_through_which_nothing_is_seen_goes():
    photo = send(files.written(files.scene().convert("RGBA"), "PNG")).photo

    assert photo.format == "jpg"


@pytest.mark.parametrize("clear", [False, True])
def test_a_palette_is_resolved(clear):
    indexed = files.scene().quantize(16)
    options = {"transparency": indexed.getpixel((0, 0))} if clear else {}

    photo = send(files.written(indexed, "PNG", **options)).photo

    assert photo.format == ("png" if clear else "jpg")
    if not clear:
        assert is_upright(master(photo))


def test_the_same_file_is_known():
    first = send(picture_bytes()).photo

    again = send(picture_bytes(), "ten-khac.jpg", alt="Lời khác")

    assert (again.photo, again.is_duplicate) == (first, True)
    assert Photo.objects.get().alt == "Cầu lúc bình minh"


def test_a_large_photo_is_kept_at_the_masters_size():
    photo = send(picture_bytes((4000, 3000))).photo

    assert (photo.width, photo.height) == (2560, 1920)


def test_a_huge_photo_is_read_within_the_childs_memory(settings):
    """96 megapixels, as from the largest cameras. With `draft` it takes a tenth of a second."""
    settings.MEDIA = {"CHILD_MEMORY": 640 * 2**20}
    picture = Image.new("RGB", (12000, 8000), (90, 120, 160))

    photo = send(files.written(picture, "JPEG", quality=60)).photo

    assert (photo.width, photo.height) == (2560, 1707)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ảnh cầu Trầm (bản đẹp).JPG", ".jpg"),
        ("a" * 400 + ".jpeg", ".jpeg"),
        ("../../etc/passwd", ""),
        ("anh.jpg\0.php", ".jpg"),
        ("anh.дж", ""),
        ("anh." + "x" * 80, ""),
        ("\u202egpj.exe", ".exe"),
    ],
)
def test_of_a_files_name_only_a_plain_suffix_is_kept(name, kept):
    upload = SimpleUploadedFile("x", picture_bytes())
    # Set directly, because Django would change some of these names.
    upload._name = name

    photo = take_photo(upload, alt="Cầu").photo

    folder, _, stored = photo.original.name.rpartition("/")
    assert stored == photo.key + kept
    assert folder.startswith("anh/20")


def test_a_failed_save_leaves_no_files(monkeypatch, library_files, sent_files):
    def fail(self, **kwargs):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(Photo, "save", fail)

    with pytest.raises(RuntimeError):
        send(picture_bytes())

    assert (library_files(), sent_files()) == ([], [])
