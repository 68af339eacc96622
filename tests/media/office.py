"""Makes documents of every kind that people may upload, so that no file has to be stored."""

import io
import struct
import zipfile

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml"),
}
OPEN = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}


def pdf(catalog: str = "", *objects: str, words: str = "") -> bytes:
    """A PDF of one empty page. `catalog` is added to its catalogue, `objects` have the numbers from
    4 on, and `words` stand in a comment, so that the file is another one."""
    content, places = b"%PDF-1.7\n%" + words.encode() + b"x" * 3000 + b"\n", []
    page = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>"
    for number, each in enumerate(
        (
            f"<</Type /Catalog /Pages 2 0 R {catalog}>>",
            "<</Type /Pages /Kids [3 0 R] /Count 1>>",
            page,
            *objects,
        ),
        1,
    ):
        places.append(len(content))
        content += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(places) + 1
    return (
        content
        + (
            f"xref\n0 {count}\n0000000000 65535 f \n{table}"
            f"trailer\n<</Size {count} /Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF\n"
        ).encode()
    )


PDF = pdf()


def archive(parts: dict[str, bytes | str], stored: tuple[str, ...] = ()) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            # With the present time, the bytes would differ in each run.
            made.writestr(zipfile.ZipInfo(name), content, how)
    return file.getvalue()


def ooxml(extension: str, content_type: str = "", **more: bytes) -> bytes:
    part, usual = MAIN[extension]
    types = (
        '<?xml version="1.0"?><Types><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{content_type or usual}"/></Types>'
    )
    extra = {name.replace("__", "/"): content for name, content in more.items()}
    return archive({"[Content_Types].xml": types, part: "<document/>", **extra})


def odf(extension: str, manifest: str = "<manifest/>", **more: bytes) -> bytes:
    parts = {"mimetype": OPEN[extension], "content.xml": "<office/>", **more}
    return archive({**parts, "META-INF/manifest.xml": manifest}, stored=("mimetype",))


END, FREE = 0xFFFFFFFE, 0xFFFFFFFF


def ole(*names: tuple[str, int]) -> bytes:
    """A compound file whose directory has these names and kinds. Sector 0 is the allocation table,
    the directory begins in sector 1."""
    entries = [_entry("Root Entry", 5), *(_entry(*each) for each in names)]
    entries += [_entry("", 0)] * (-len(entries) % 4)
    sectors = len(entries) // 4
    return _compound([*range(2, sectors + 1), END], b"".join(entries))


def ppt(stream: bytes) -> bytes:
    """A presentation with this stream. Its parts are stored backwards, so that only a reader that
    follows the chain gets them in order.

    A stream of less than 4,096 bytes is stored in the root's stream, in parts of 64 bytes.
    """
    unit = 64 if len(stream) < 4096 else 512
    parts = [stream[at : at + unit].ljust(unit, b"\0") for at in range(0, len(stream), unit)]
    last, content = len(parts) - 1, b"".join(parts[::-1])
    name, empty = "PowerPoint Document", [_entry("", 0)] * 2
    if unit == 512:
        directory = [_entry("Root Entry", 5), _entry(name, 2, 2 + last, len(stream)), *empty]
        return _compound([END, END, *range(2, 2 + last)], b"".join(directory) + content)
    content = content.ljust(-(-len(content) // 512) * 512, b"\0")
    root = _entry("Root Entry", 5, 3, len(content))
    directory = [root, _entry(name, 2, last, len(stream)), *empty]
    small = _table([END, *range(last)])
    table = [END, END, *range(4, 3 + len(content) // 512), END]
    return _compound(table, b"".join(directory) + small + content, small_table=2)


def _compound(chains: list[int], sectors: bytes, small_table: int = END) -> bytes:
    """A compound file: the header, the allocation table in sector 0, then these sectors, of which
    the directory is the first."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, small_table, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header + _table([0xFFFFFFFD, *chains]) + sectors


def _table(chains: list[int]) -> bytes:
    return struct.pack("<128I", *chains, *[FREE] * (128 - len(chains)))


def _entry(name: str, kind: int, first: int = 0, size: int = 0) -> bytes:
    raw = name.encode("utf-16-le")
    length = len(raw) + 2 if name else 0
    entry = raw.ljust(64, b"\0") + struct.pack("<HB", length, kind) + b"\0" * 49
    return entry + struct.pack("<IQ", first, size)
