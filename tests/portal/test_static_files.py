"""Which static files of packages are collected and served, and how they are stored."""

import gzip

import brotli
from django.apps import apps
from django.contrib.staticfiles.finders import get_finders

from portal.static_files import StaticFilesStorage

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


def test_files_that_no_browser_of_today_asks_for_are_not_served():
    unused = (
        "/jquery/jquery.js",
        "select2.full.js",
        "xregexp.js",
        "CHANGES.md",
        "_ie.css",
        "_ie8.css",
    )

    assert [path for path in collected() if path.endswith(unused)] == []


def test_equal_files_are_compressed_once(tmp_path, monkeypatch):
    contents = {"a.js": b"let a;" * 100, "a.1f.js": b"let a;" * 100, "b.js": b"let b;" * 100}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    storage = StaticFilesStorage(location=tmp_path)
    compressed = []
    compress = brotli.compress
    monkeypatch.setattr(
        brotli, "compress", lambda content: compressed.append(content) or compress(content)
    )

    made = sorted(storage.compress_files(list(contents)))

    assert made == sorted((name, name + end) for name in contents for end in (".br", ".gz"))
    assert sorted(compressed) == sorted(set(contents.values()))
    for name, content in contents.items():
        assert brotli.decompress((tmp_path / f"{name}.br").read_bytes()) == content
        assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == content
