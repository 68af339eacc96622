"""Converts the TCVN3 or VNI text of an article's form to Unicode. The editor sees the old and the
new text; if they accept the new one, the form's script puts it into the form. Nothing is stored
here."""

from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editor.fields import BodyField, cleaning_messages
from text.body.read import paragraphs
from text.proof import body_to_unicode, to_unicode
from text.unicode import unix_newlines

from ..desk.models import BODY_LENGTH
from ..models import Article
from ..side_pages import ArticlePage

TEXT_FIELDS = (
    "kicker", "title", "lead", "lead_alt", "lead_caption", "lead_credit", "signature", "description"
)  # fmt: skip
# Of each field; the field is converted as a whole.
MAX_PARAGRAPHS_SHOWN = 20


class ConvertPage(ArticlePage):
    """Answers with JSON: for each field that has such text its `name`, `label`, `pairs` of
    paragraphs before and after, `more` if not all pairs are there, and the new `value`. If the body
    cannot be read, it answers 400 with `error`."""

    is_for_editors = True

    def post(self, request: HttpRequest) -> HttpResponse:
        texts = {
            name: unix_newlines(request.POST.get(name, ""))[:BODY_LENGTH] for name in TEXT_FIELDS
        }
        found = [
            _converted_field(name, [text], [converted], converted)
            for name, text in texts.items()
            if (converted := to_unicode(text)) != text
        ]
        field = BodyField(max_length=BODY_LENGTH, required=False)
        try:
            body = field.clean(request.POST.get("body", ""))
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=400)
        converted = body_to_unicode(body)
        if converted != body:
            value = field.prepare_value(converted)
            found.append(_converted_field("body", paragraphs(body), paragraphs(converted), value))
        return JsonResponse({"fields": found, "notes": cleaning_messages(field.notes)})


def _converted_field(name: str, before: list[str], after: list[str], value: str) -> dict[str, Any]:
    both = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    more = len(both) - MAX_PARAGRAPHS_SHOWN
    return {
        "name": name,
        "label": capfirst(Article._meta.get_field(name).verbose_name),
        "pairs": list(islice(both, MAX_PARAGRAPHS_SHOWN)),
        "more": _("and %d more paragraphs") % more if more > 0 else "",
        "value": value,
    }
