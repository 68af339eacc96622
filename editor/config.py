"""The configuration of CKEditor 4, and the words that its Vietnamese catalogue lacks.

Its `vi` catalogue has English words in places that staff see; our plugin `wording` replaces them
with `translations` of this configuration.
"""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

# Plugins that bodies do not need, that contact other hosts, or that exist only in English.
REMOVED_PLUGINS = """
    a11yhelp about bidi colorbutton colordialog copyformatting div elementspath exportpdf find flash
    font forms iframe image indentblock justify language liststyle newpage pagebreak
    preview print resize save scayt showblocks smiley sourcearea specialchar stylescombo templates
    uploadimage wsc
""".split()
# The files of these plugins are not served: of the removed ones, and of others that come with
# CKEditor but are not loaded.
UNSERVED_PLUGINS = (
    *REMOVED_PLUGINS,
    *"""
    adobeair ajax autoembed bbcode codesnippet codesnippetgeshi devtools divarea docprops embed
    embedbase embedsemantic iframedialog image2 mathjax placeholder sharedspace sourcedialog
    stylesheetparser tableresize uicolor
    """.split(),
)
# Our own plugins, each in `static/staff/ckeditor/<name>/plugin.js`.
PLUGINS = ("wording", "photo", "pastereport")
TOOLBAR = [
    ["Format"],
    ["Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
    ["NumberedList", "BulletedList", "Blockquote"],
    ["Link", "Unlink"],
    ["Photo", "Table"],
    ["Undo", "Redo"],
    ["Maximize"],
]
# The elements of the canonical body, but figures in the editor's form (`text.body.read.to_editor`).
ALLOWED_CONTENT = (
    "p h2 h3 h4 blockquote ul li hr strong em s sub sup br table caption thead tbody tr;"
    "ol[start]; a[!href]; th[scope,colspan,rowspan]; td[colspan,rowspan];"
    "figure(!photo)[!data-photo,data-alt]; img[alt,src]; figcaption; div(!caption); div(!credit)"
)


def config() -> dict[str, Any]:
    """The configuration for `CKEDITOR.replace`, in the language of the request."""
    return {
        "language": "vi",
        "defaultLanguage": "vi",
        "contentsLanguage": "vi",
        "title": _("Body text"),
        "applicationTitle": _("Rich text editor"),
        "skin": "moono-lisa",
        "width": "100%",
        "height": 420,
        "autoGrow_minHeight": 420,
        "autoGrow_bottomSpace": 40,
        "autoGrow_onStartup": True,
        "toolbar": TOOLBAR,
        "toolbarCanCollapse": False,
        "format_tags": "p;h2;h3;h4",
        "allowedContent": ALLOWED_CONTENT,
        "extraPlugins": ",".join(("autogrow", *PLUGINS)),
        "removePlugins": ",".join(REMOVED_PLUGINS),
        "removeDialogTabs": "link:advanced;link:target;link:upload;table:advanced",
        "entities": False,
        "basicEntities": True,
        "fillEmptyBlocks": False,
        "forcePasteAsPlainText": False,
        "disableNativeSpellChecker": False,
        "versionCheck": False,
        "linkDefaultProtocol": "https://",
        "linkShowAdvancedTab": False,
        "linkShowTargetTab": False,
        "clipboard_handleImages": False,
        "magicline_color": "#0b5394",
        "contentsCss": static("staff/ckeditor/contents.css"),
        "bodyClass": "body-text",
        "photo": photo(),
        # The report after a paste that lost something: a heading, then what was lost.
        "pasteMessages": {
            "heading": _("Of what you pasted, this could not be kept:"),
            "underlined": _("underlines: {count}"),
            "aligned": _("paragraphs centred or at the right: {count}"),
            "linked": _("frames and videos that became links: {count}"),
            "frames": _("frames without an address, taken out: {count}"),
        },
        "translations": translations(),
    }


def photo() -> dict[str, Any]:
    """The settings of the plugin `photo`: the address of the photo chooser, and the words shown."""
    return {
        "dialog": reverse("admin:media_photo_chooser"),
        "words": {
            "insert": _("Insert a photo"),
            "widget": _("Photo"),
            "change": _("Change the photo"),
            "alt": _("Describe for this place"),
            "altLong": _(
                "What is seen, for those who cannot see it. Empty: the photo's own words."
            ),
            "altSave": _("Keep"),
            "altCancel": _("Cancel"),
            "remove": _("Take the photo out of the text"),
            "caption": _("Caption (Enter begins a second line)"),
            "credit": _("Credit, for example: Photo: Hai Dang"),
            "gone": _("This photo is no longer in the library"),
            "foreign": _(
                "Pictures from elsewhere were left out of what you pasted ({count}): put them into "
                "the library, then insert them."
            ),
            "refused": _(
                "Pasted pictures must go into the photo library first, and you may not add to it. "
                "Ask an editor."
            ),
            "closed": _(
                "The photo library cannot be opened: you have been signed out, or may not see it. "
                "Sign in in another tab, then try again."
            ),
            "uploading": _("Describe the pasted picture; then it is inserted."),
        },
    }


def translations() -> dict[str, Any]:
    """Words of CKEditor for which its `vi` catalogue has English or bad Vietnamese."""
    press = _("Press %1 to paste.")
    return {
        "application": _("Rich text editor"),
        "editorPanel": _("Panel of the rich text editor"),
        "common": {"editorHelp": "", "url": _("Address"), "generalTab": _("General")},
        "notification": {"closed": _("The message was closed.")},
        "toolbar": {
            "toolbarExpand": _("Open the toolbar"),
            "toolbarGroups": {"clipboard": _("Clipboard and undo")},
        },
        "clipboard": {
            "pasteNotification": press,
            "pasteMsg": _("Paste into the box below, then press OK."),
            "fileFormatNotSupportedNotification": _(
                "Files of the kind ${formats} cannot be taken."
            ),
            "fileWithoutFormatNotSupportedNotification": _("A file of this kind cannot be taken."),
        },
        "pastetext": {"pasteNotification": press},
        "format": {
            "tag_p": _("Paragraph"),
            "tag_h2": _("Heading"),
            "tag_h3": _("Smaller heading"),
            "tag_h4": _("Smallest heading"),
        },
        "blockquote": {"toolbar": _("Quotation")},
        "list": {"bulletedlist": _("List with bullets"), "numberedlist": _("List with numbers")},
        "undo": {"undo": _("Undo"), "redo": _("Redo")},
        "maximize": {"maximize": _("Whole window"), "minimize": _("Back to the form")},
        "link": {
            "displayText": _("Text shown"),
            "noTel": _("Type the telephone number."),
            "noUrl": _("Type the address."),
            "noEmail": _("Type the e-mail address."),
            "phoneNumber": _("Telephone number"),
            "toUrl": _("Address"),
            "toPhone": _("Telephone number"),
            "toEmail": _("E-mail address"),
        },
        "table": {
            "caption": _("Table caption"),
            "headers": _("Header cells"),
            "heightUnit": _("unit of height"),
            "cell": {"columnHeader": _("Column header"), "rowHeader": _("Row header")},
        },
        "widget": {"label": _("Part: %1")},
    }
