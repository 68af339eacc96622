"""Which static files of packages are collected and served."""

from django.apps import apps
from django.contrib.staticfiles.finders import get_finders

# The editor's files that a browser requests when each dialog is opened and a text from Word is
# pasted.
EDITOR = """
    ckeditor.js config.js styles.js lang/en.js lang/vi.js
    plugins/autogrow/plugin.js plugins/dialog/styles/dialog.css plugins/link/dialogs/link.js
    plugins/pastefromword/filter/default.js plugins/pastetools/filter/common.js
    plugins/pastetools/filter/image.js plugins/table/dialogs/table.js
    plugins/tableselection/styles/tableselection.css plugins/tabletools/dialogs/tableCell.js
    skins/moono-lisa/dialog.css skins/moono-lisa/editor.css skins/moono-lisa/icons.png
    skins/moono-lisa/images/close.png
""".split()


def collected() -> set[str]:
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    return {path for finder in get_finders() for path, _storage in finder.list(ignored)}


def test_all_that_the_editor_asks_for_is_served():
    missing = {f"ckeditor/ckeditor/{path}" for path in EDITOR} - collected()

    assert missing == set()


def test_of_the_languages_ours_and_english_are_served():
    folders = ("ckeditor/ckeditor/lang/", "admin/js/vendor/select2/i18n/")
    found = {path for path in collected() if path.startswith(folders)}

    assert found == {f"{folder}{name}.js" for folder in folders for name in ("en", "vi")}


def test_plugins_that_the_editor_never_loads_are_not_served():
    unused = ("wsc", "exportpdf", "mathjax")
    folders = tuple(f"ckeditor/ckeditor/plugins/{name}/" for name in unused)

    assert [path for path in collected() if path.startswith(folders)] == []
