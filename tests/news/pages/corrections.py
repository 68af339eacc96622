"""Reads the corrections that readers see."""

from news.pages import corrections


def told(article, at=None) -> list[str]:
    return [each.words for each in corrections.corrections_of(article.pk, at)]


def among_all() -> list[tuple[str, str]]:
    return [(each.words, each.title) for each in corrections.latest_corrections(10)]


def retitle(article, title):
    article.title = title
    article.save()
