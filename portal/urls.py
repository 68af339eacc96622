"""The URLs of the portal; docs/addresses.md explains them."""

from django.contrib import admin
from django.urls import path, re_path

from media import views as files
from news.addresses import REVIEW_URL_PREFIX
from news.counting import views as counting_views
from news.pages import (
    archive,
    article,
    corrections,
    feeds,
    sitemaps,
    verification,
)
from news.review_links import views as review_links_views
from news.search import views as search_views
from news.taxonomy import views as taxonomy_views
from portal import personal_data, security_txt, views

YEAR = "[12][0-9]{3}"
NAMED = "|".join(taxonomy_views.KINDS)
PATH = "[a-z0-9-]+(?:/[a-z0-9-]+)*"

urlpatterns = [
    path("", views.home, name="home"),
    path("admin/", admin.site.urls),
    re_path(r"^(?P<format>rss|atom)\.xml$", feeds.everything, name="feed"),
    path("favicon.ico", files.favicon),
    path("robots.txt", sitemaps.robots),
    path("sitemap.xml", sitemaps.index),
    path("sitemap-trang.xml", sitemaps.pages),
    path("sitemap-news.xml", sitemaps.news),
    re_path(rf"^sitemap-(?P<year>{YEAR})-(?P<month>[0-9]{{2}})\.xml$", sitemaps.month),
    path("so-do-trang/", sitemaps.overview, name="overview"),
    path("dinh-chinh/", corrections.page, name="corrections"),
    re_path(r"^dinh-chinh/(?P<format>rss|atom)\.xml$", corrections.feed),
    path("du-lieu-ca-nhan/", personal_data.page, name="personal-data"),
    path(".well-known/security.txt", security_txt.security_txt),
    path("tim-kiem/", search_views.search, name="search"),
    path("theo-ngay/", archive.index, name="archive"),
    re_path(rf"^theo-ngay/(?P<year>{YEAR})/$", archive.year),
    re_path(rf"^theo-ngay/(?P<year>{YEAR})/(?P<month>[0-9]{{2}})/$", archive.month),
    re_path(
        rf"^theo-ngay/(?P<year>{YEAR})/(?P<month>[0-9]{{2}})/(?P<day>[0-9]{{2}})/$", archive.day
    ),
    re_path(
        rf"^(?P<prefix>{NAMED})/(?P<slug>[a-z0-9-]+)/$", taxonomy_views.name_page, name="named"
    ),
    re_path(
        rf"^(?P<prefix>{NAMED})/(?P<slug>[a-z0-9-]+)/(?P<format>rss|atom)\.xml$",
        taxonomy_views.feed,
    ),
    re_path(r"^b/(?P<pk>[1-9][0-9]{0,17})/?$", article.short, name="short"),
    re_path(r"^b/(?P<pk>[1-9][0-9]{0,17})/luot-xem$", counting_views.view_count, name="reading"),
    path("xac-minh/", verification.ask, name="verify-ask"),
    path("xac-minh/<str:typed>/qr.svg", verification.qr_code, {"name": "qr.svg"}, name="verify-qr"),
    path("xac-minh/<str:typed>/qr-nho.png", verification.qr_code, {"name": "qr-nho.png"}),
    path("xac-minh/<str:typed>/", verification.verify, name="verify"),
    re_path(rf"^{REVIEW_URL_PREFIX}(?:/(?P<token>.*))?$", review_links_views.review, name="review"),
    path("tep/fanpage-qr.png", views.fanpage_qr, name="fanpage-qr"),
    re_path(r"^tep/(?P<name>.+)$", files.public_file, name="file"),
    # Paths of the form that a section's path may have; no other address has a page.
    re_path(rf"^(?P<path>{PATH})/(?P<format>rss|atom)\.xml$", views.section_feed),
    re_path(rf"^(?P<path>{PATH}/qr(?:\.svg|(?:-nho)?\.png))$", views.resolve),
    re_path(rf"^(?P<path>{PATH})/$", views.resolve, name="page"),
]

handler400 = "portal.error_views.bad_request"
handler404 = "portal.error_views.not_found"
handler500 = "portal.error_views.server_error"
