"""Actions in the browser for the tests of the photo chooser and of the rich-text editor."""

import base64
import re

from playwright.sync_api import Page, expect

from delivery.models import Purge
from media.models import Photo

FORM = "/admin/delivery/purge/add/"
PHOTO_BUTTON = ".cke_button__photo"


def open_form(page: Page, address: str = FORM) -> None:
    page.goto(address)
    editor_ready(page)


def editor_ready(page: Page) -> None:
    """Wait until one can type into the rich-text editor of this page."""
    expect(page.locator(".cke_wysiwyg_frame")).to_be_visible()
    expect(body(page)).to_have_attribute("contenteditable", "true")


def body(page: Page):
    """The locator of the text in the editor."""
    return page.frame_locator(".cke_wysiwyg_frame").locator("body")


def saved(page: Page) -> str:
    """Save the form; returns the body that the server stored."""
    page.click("input[name=_continue]")
    page.wait_for_url(re.compile(r"/change/"))
    return Purge.objects.get().tags


def upload(name: str, content: bytes, kind: str = "image/jpeg") -> dict:
    return {"name": name, "mimeType": kind, "buffer": content}


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def figure(photo: Photo, legend: str = "", alt: str = "") -> str:
    own = f' data-alt="{alt}"' if alt else ""
    inner = f"<figcaption>{legend}</figcaption>" if legend else ""
    return f'<figure data-photo="{photo.pk}"{own}>{inner}</figure>'


def paste(page: Page, html: str = "", pictures: tuple[bytes, ...] = ()) -> None:
    """Send the event that a browser sends to the editor when something is pasted."""
    page.evaluate(
        """([html, pictures]) => {
            const editor = CKEDITOR.instances.id_tags;
            const transfer = new DataTransfer();
            if (html) transfer.setData("text/html", html);
            pictures.forEach((picture, number) => {
                const bytes = Uint8Array.from(atob(picture), c => c.charCodeAt(0));
                transfer.items.add(new File([bytes], `dán-${number}.jpg`, {type: "image/jpeg"}));
            });
            editor.focus();
            const event = new ClipboardEvent(
                "paste", {clipboardData: transfer, bubbles: true, cancelable: true});
            editor.editable().$.dispatchEvent(event);
        }""",
        [html, [base64.b64encode(picture).decode() for picture in pictures]],
    )
