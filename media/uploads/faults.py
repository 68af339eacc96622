"""Sentences for staff: why a file was refused, and what was changed in a picture."""

from django.utils.translation import gettext_lazy as _


class FileFault(Exception):
    """The file is refused. The argument is a code, such as the keys of the faults below."""


_TAKEN_DOWN = _("This file was taken down from the portal and is not taken again.")

PHOTO_FAULTS = {
    "taken-down": _TAKEN_DOWN,
    "not-a-picture": _(
        "This file is not a picture that the portal can read. Send JPEG, PNG, WebP, GIF, AVIF or "
        "TIFF; the name of a file does not make it one."
    ),
    "heic": _(
        "This is a HEIC file, as iPhones keep them. Send the photo as JPEG: on the phone, choose "
        "Settings, Camera, Formats, Most Compatible."
    ),
    "too-many-pixels": _("This picture has too many pixels. Make it smaller and send it again."),
    "too-small": _("This picture is smaller than 16 pixels; nothing could be seen."),
    "too-heavy": _("This picture takes too long to read. Save it as JPEG and send it again."),
    "broken": _("This picture is broken or was cut off on its way. Send the whole file."),
    "empty": _("This file is empty."),
    "busy": _("Many pictures are being read just now. Send this one again in a minute."),
    "full": _(
        "The portal's disk is full or cannot be written, so the file was not taken. Tell whoever "
        "looks after the portal, and send it again later."
    ),
    "lost": _("The file of this photo cannot be read from the storage."),
}
DOCUMENT_FAULTS = {
    "taken-down": _TAKEN_DOWN,
    "unknown": _(
        "This file is none that the portal takes. Send PDF, or a text, a table or a presentation "
        "of Word, Excel, PowerPoint or LibreOffice; the name of a file does not make it one."
    ),
    "archive": _("This is an archive. Attach the files in it one by one."),
    "macros": _(
        "This file holds macros, which readers must not be sent. Save it without macros or as PDF."
    ),
    "cut-off": _("This file is broken or was cut off on its way. Send the whole file."),
    "encrypted": _("This file wants a password. Send it without one."),
    "pdf-script": _(
        "This PDF holds scripts or is a dynamic form (XFA), which readers must not be sent. Print "
        "it as a new PDF and send that one."
    ),
    "pdf-launch": _(
        "This PDF would start programs on the reader's computer. Print it as a new PDF and send "
        "that one."
    ),
    "pdf-files": _(
        "This PDF holds other files or media. Attach them one by one, and send the PDF without "
        "them: print it as a new PDF."
    ),
    "pdf-mixed": _(
        "This file is a PDF and something else as well: there is more before its beginning or "
        "behind its end. Print it as a new PDF and send that one."
    ),
    "pdf-heavy": _("This PDF takes too long to read. Print it as a new PDF and send that one."),
    "busy": _("Many files are being read just now. Send this one again in a minute."),
    "bomb": _("This file would unfold into far more than it is. It was not opened."),
}
PHOTO_NOTES = {
    "animated": _("Of the moving picture the first frame was taken."),
    "pages": _("Of the several pictures in this file the first was taken."),
    "cmyk": _("The print colours (CMYK) were converted for the screen."),
    "deep": _("The 16-bit colours were converted to 8 bits."),
    "turned": _("The photo was turned upright."),
}
