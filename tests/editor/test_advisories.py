"""The known holes of CKEditor 4 since its last open release, 4.22.1, cannot be used here
(docs/ckeditor.md)."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from editor import config as editor_config
from tests.media.editor_actions import body, editor_ready, paste, saved
from tests.portal.test_static_files import collected

# The editor takes the CDATA element (`style`, `script` …) in each of these to end in another place
# than a browser does.
MALFORMED = [
    '<style><a title="</style><img src=/x onerror=top.ran=1>">a</a></style>',
    "<textarea><style></textarea><img src=/x onerror=top.ran=1></style>",
    "<svg><style><!--</style><img src=/x onerror=top.ran=1>--></style></svg>",
    "<math><style><![CDATA[</style><img src=/x onerror=top.ran=1>]]></style></math>",
    '<noscript><p title="</noscript><img src=/x onerror=top.ran=1>">',
    "<title><style></title><img src=/x onerror=top.ran=1></style>",
    "<script>/*</script ><img src=/x onerror=top.ran=1>*/</script>",
    "<xmp><style></xmp><img src=/x onerror=top.ran=1></style>",
    '<iframe srcdoc="<script>top.ran=1</script>"></iframe>',
    "<html><head><style></head><body onload=top.ran=1><p>a</p></body></html>",
]


def test_the_editor_is_the_release_that_was_looked_at():
    script = Path(finders.find("ckeditor/ckeditor/ckeditor.js")).read_text()

    assert re.search(r'version:"([^"]+)"', script)[1] == "4.22.1"


def test_neither_whole_pages_nor_elements_of_raw_text_may_be_edited():
    """CVE-2024-24815 needs one of them to be allowed."""
    config = editor_config.config()
    raw = {"script", "style", "textarea", "title", "iframe", "noscript", "xmp"}
    allowed = re.findall(r"[a-z0-9]+", re.sub(r"\[[^]]*\]", "", config["allowedContent"]))

    assert {"fullPage", "extraAllowedContent", "protectedSource"} & set(config) == set()
    assert raw & set(allowed) == set()


@pytest.mark.browser(allow="status of 404")
def test_malformed_mark_up_that_is_pasted_runs_nothing_and_is_not_stored(form):
    """An attempt at CVE-2024-24815."""
    body(form).click()
    for mark_up in MALFORMED:
        paste(form, f"<p>một</p>{mark_up}")
        form.evaluate("html => CKEDITOR.instances.id_tags.insertHtml(html)", mark_up)
    # A script would run when its picture has failed to load.
    form.wait_for_timeout(300)
    ran = form.evaluate("window.ran")
    stored = saved(form)
    # The control: such mark-up does run if it bypasses the editor's filter.
    editor_ready(form)
    raw = "html => { CKEDITOR.instances.id_tags.document.getBody().$.innerHTML = html }"
    form.evaluate(raw, "<img src=/x onerror=top.ran=2>")
    form.wait_for_timeout(300)

    assert (ran, form.evaluate("window.ran")) == (None, 2)
    assert re.findall(r"<(?!/?(?:p|strong|em|h2)>)[^>]*>", stored) == []


def test_neither_samples_nor_the_preview_are_served():
    """CVE-2024-24816 and CVE-2023-4771 are in pages that come with other builds."""
    served = [path for path in collected() if path.startswith("ckeditor/ckeditor/")]

    assert [path for path in served if re.search("sample|/preview/|[.](html|php)$", path)] == []
    assert "preview" in editor_config.config()["removePlugins"].split(",")


def test_the_code_snippets_and_what_highlights_them_are_not_served():
    """CVE-2024-43407 is in GeSHi, which the plugin `codesnippetgeshi` uses."""
    assert [path for path in collected() if "codesnippet" in path] == []
    assert "codesnippet" not in editor_config.config()["extraPlugins"]


def test_the_editor_asks_nobody_for_its_newest_version():
    """CVE-2024-43411: somebody who took over the host that answers could run scripts in the
    editor."""
    from server.middleware import EDITOR_POLICY

    assert editor_config.config()["versionCheck"] is False
    assert EDITOR_POLICY.startswith("default-src 'self'; ") and "connect-src" not in EDITOR_POLICY
