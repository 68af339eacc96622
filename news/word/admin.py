"""The view that takes a Word file from an article's form and answers with the values to fill it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from media.conf import conf
from media.models import Photo
from media.photo_chooser import photo_json
from media.uploads.faults import FileFault

from ..desk.form.form import ArticleForm
from ..models import Article
from ..rights import permissions
from ..side_pages import ArticlePage
from . import report
from .import_file import ImportedArticle, import_word_file

ACCEPTED = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def panel_context() -> dict[str, Any]:
    """The template's context for the button that takes a Word file."""
    return {
        "url": reverse("admin:news_article_word"),
        "accepted": ACCEPTED,
        "limit": conf("DOCUMENT_BYTES"),
        "too_large": report.too_large(),
        "fields": [
            (name, Article._meta.get_field(name).verbose_name)
            for name in ("title", "lead", "body", "lead_photo")
        ],
    }


class WordPage(ArticlePage):
    """Takes one file and answers JSON; 400 with a sentence in `error` if it cannot be read."""

    # The right to add articles is enough, because no article is saved.
    right = staticmethod(lambda request: request.user.has_perm(permissions.ADD))

    def find_article(self, object_id: None) -> None:
        """Returns None, because the answer fills a form and concerns no stored article."""

    def post(self, request: HttpRequest) -> HttpResponse:
        upload = request.FILES.get("file")
        if upload is None:
            return _refused(_("Choose a Word file."))
        try:
            taken = import_word_file(
                upload, by=request.user, may_add=request.user.has_perm("media.add_photo")
            )
        except ValidationError as error:
            return _refused(" ".join(error.messages))
        except FileFault as fault:
            return _refused(report.fault(fault.args[0]))
        photos = self.model_admin.admin_site.get_model_admin(Photo)
        for picture in taken.pictures:
            if picture.taken and not picture.taken.is_duplicate:
                photos.log_addition(request, picture.taken.photo, [{"added": {}}])
        return JsonResponse(
            {
                "title": taken.title,
                "lead": taken.lead,
                "body": ArticleForm.base_fields["body"].prepare_value(taken.body),
                "lead_photo": _lead_photo(taken),
                "summary": report.summary(taken),
                "report": report.lines(taken),
            }
        )


def _lead_photo(taken: ImportedArticle) -> dict[str, Any] | None:
    """The lead photo as JSON for the photo chooser, with its caption and credit from the file."""
    lead = taken.lead_photo
    if lead is None or lead.taken is None:
        return None
    photo = photo_json(Photo.objects.for_chooser().get(pk=lead.taken.photo.pk))
    return {**photo, "caption": lead.caption, "credit": lead.credit}


def _refused(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=400)
