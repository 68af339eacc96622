"""Documents as the world sends them, made here so that nothing has to be kept."""

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
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n" + b"x" * 3000 + b"\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


def archive(parts: dict[str, bytes | str], stored: tuple[str, ...] = ()) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            # A time of its own would make other bytes of it at every run.
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


def ole(*names: tuple[str, int]) -> bytes:
    """A compound file whose directory has these names: sector 0 is the table, 1 … the directory."""
    entries = [("Root Entry", 5), *names]
    entries += [("", 0)] * (-len(entries) % 4)
    directory = b""
    for name, kind in entries:
        raw = name.encode("utf-16-le")
        length = len(raw) + 2 if name else 0
        directory += raw.ljust(64, b"\0") + struct.pack("<HB", length, kind) + b"\0" * 61
    sectors = len(directory) // 512
    table = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + struct.pack("<128I", *table) + directory
