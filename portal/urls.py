"""The address map; docs/addresses.md has it in words."""

from django.contrib import admin
from django.urls import path, re_path

from news.views import article, feeds, verify
from portal import files, views

urlpatterns = [
    path("", views.home, name="home"),
    path("admin/", admin.site.urls),
    path("rss.xml", feeds.everything, name="feed"),
    re_path(r"^b/(?P<pk>[1-9][0-9]{0,17})/?$", article.short, name="short"),
    path("xac-minh/", verify.ask, name="verify-ask"),
    path("xac-minh/<str:typed>/qr.svg", verify.verify_svg, name="verify-qr"),
    path("xac-minh/<str:typed>/", verify.verify, name="verify"),
    path("tep/fanpage-qr.svg", views.fanpage_qr, name="fanpage-qr"),
    re_path(r"^tep/(?P<name>.+)$", files.serve, name="file"),
    # What a section's path may be; everything else is no address of ours.
    re_path(r"^(?P<path>[a-z0-9-]+(?:/[a-z0-9-]+)*)/rss\.xml$", views.section_feed),
    re_path(r"^(?P<path>[a-z0-9-]+(?:/[a-z0-9-]+)*/qr\.(?:svg|png))$", views.resolve),
    re_path(r"^(?P<path>[a-z0-9-]+(?:/[a-z0-9-]+)*)/$", views.resolve, name="page"),
]

handler400 = "portal.views.bad_request"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
