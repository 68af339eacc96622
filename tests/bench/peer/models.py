"""A home page, sections and articles, in the style of Wagtail's own tutorial and demo site."""

from django.core.paginator import Paginator
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet


class ArticleQuerySet(PageQuerySet):
    def for_cards(self):
        """Newest first, with the related rows that a card shows."""
        return self.order_by("-date").select_related("photo").prefetch_related("photo__renditions")


class HomePage(Page):
    def get_context(self, request, *args, **kwargs):
        articles = ArticlePage.objects.live()
        sections = SectionPage.objects.live().in_menu().child_of(self)
        return super().get_context(request, *args, **kwargs) | {
            "newest": articles.for_cards()[:12],
            "strips": [(each, articles.descendant_of(each).for_cards()[:5]) for each in sections],
        }


class SectionPage(Page):
    def get_context(self, request, *args, **kwargs):
        articles = ArticlePage.objects.live().descendant_of(self).for_cards()
        page = Paginator(articles, 20).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"page_of_articles": page}


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey(
        "ArticlePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ArticlePage(Page):
    date = models.DateTimeField(db_index=True)
    lead = models.TextField(blank=True)
    signature = models.CharField(max_length=200, blank=True)
    photo = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True)
    body = StreamField([("text", RichTextBlock()), ("picture", ImageChooserBlock())])
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)

    objects = PageManager.from_queryset(ArticleQuerySet)()
    content_panels = [
        *Page.content_panels,
        *map(FieldPanel, ("date", "lead", "signature", "photo", "body", "tags")),
    ]

    def get_context(self, request, *args, **kwargs):
        around = ArticlePage.objects.live().sibling_of(self, inclusive=False)
        return super().get_context(request, *args, **kwargs) | {
            "earlier": around.filter(date__lt=self.date).order_by("-date")[:8]
        }
