"""The pages of receipts. They tell of one, and have the public pages read once more."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from media.rights import may_see
from media.usage import DOCUMENT, PHOTO

from ..models import FileReceipt, Receipt
from ..side_pages import ArticlePage
from . import requests
from .words import receipt_view


class ReceiptPage(ArticlePage):
    """The page of one receipt. The script of the article's form reads it again until the receipt is
    done."""

    title = gettext_lazy("Publish receipt")
    template_name = "news/receipt_page.html"

    def get(self, request: HttpRequest, key: int) -> HttpResponse:
        receipt = get_object_or_404(
            Receipt.objects.of([self.article.pk])
            .select_related("edition")
            .defer("edition__document"),
            pk=key,
        )
        return self.render(
            edition=receipt.edition,
            receipt=receipt_view(receipt),
            again=reverse("admin:news_article_receipt_again", args=[self.article.pk]),
        )


def sees_files(request: HttpRequest) -> bool:
    """Whether this person sees photos, or documents, of the library."""
    return any(may_see(request.user, kind) for kind in (PHOTO, DOCUMENT))


class FileReceiptPage(ArticlePage):
    """The page of the receipt of a takedown. A POST has the pages read once more."""

    right = staticmethod(sees_files)
    title = gettext_lazy("Takedown receipt")
    template_name = "news/receipt_page.html"

    def find_article(self, object_id: str | None) -> None:
        """It is about a file, and about no article."""

    def trail(self) -> list[tuple[str, str]]:
        model = self.receipt.file._meta
        names = f"admin:{model.app_label}_{model.model_name}"
        return [
            (reverse(f"{names}_changelist"), capfirst(model.verbose_name_plural)),
            (reverse(f"{names}_change", args=[self.receipt.file.pk]), str(self.receipt.file)),
        ]

    @property
    def back(self) -> str:
        return self.trail()[-1][0]

    def get(self, request: HttpRequest, key: int) -> HttpResponse:
        self.receipt = self._receipt(key)
        return self.render(
            file=self.receipt.file,
            receipt=receipt_view(self.receipt),
            again=requests.address_of(self.receipt),
        )

    def post(self, request: HttpRequest, key: int) -> HttpResponse:
        receipt = self._receipt(key)
        if receipt.done_at is not None:
            requests.request_file_receipt(receipt.file_ref)
        return HttpResponseRedirect(requests.file_receipt_url(receipt.file_ref))

    def _receipt(self, key: int) -> FileReceipt:
        rows = FileReceipt.objects.select_related("photo", "document")
        receipt = get_object_or_404(rows, pk=key)
        if not may_see(self.request.user, receipt.file_ref[0]):
            raise PermissionDenied
        return receipt


class RecheckPage(ArticlePage):
    """Requests that the public pages of the article are read once more."""

    def post(self, request: HttpRequest) -> HttpResponse:
        receipt = requests.recheck(self.article)
        if receipt is None:
            messages.info(request, _("It has never been published."))
            return HttpResponseRedirect(self.back)
        return HttpResponseRedirect(requests.address_of(receipt))
