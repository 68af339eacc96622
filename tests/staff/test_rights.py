"""If a view below /admin/ declares no right, the portal does not start, and names the view."""

import pytest
from django.contrib import admin
from django.core.checks import run_checks
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import include, path

from news.models import Topic
from portal.staff_site import StaffSite
from staff.rights import allow_any_staff, requires_right
from tests.processes import manage


def bare(request):
    return HttpResponse("mật")


class Added(admin.ModelAdmin):
    def get_urls(self):
        own = [path("them/", self.admin_site.admin_view(self.more))]
        return [*own, *super().get_urls()]

    def more(self, request):
        return bare(request)


class Site(StaffSite):
    """A staff site with two more views and one of an admin. Only one of the three declares a
    right."""

    def __init__(self):
        super().__init__()
        self.register(Topic, Added)

    def get_urls(self):
        declared = requires_right(allow_any_staff, bare)
        return [
            path("khai-bao/", self.admin_view(declared)),
            path("khong-khai-bao/", self.admin_view(bare)),
            *super().get_urls(),
        ]


urlpatterns = [
    path("admin/", Site().urls),
    path("admin/", include([path("ben-canh/", bare)])),
    path("cong-khai/", bare),
]


def found():
    return [(each.id, each.msg) for each in run_checks(tags=["urls"])]


def test_each_view_of_the_portal_says_whose_it_is():
    assert found() == []


def test_one_that_does_not_is_named_with_its_address(settings):
    settings.ROOT_URLCONF = __name__

    assert found() == [
        ("staff.E001", f"/{address} is answered by {__name__}.{view}, which declares no right")
        for address, view in (
            ("admin/khong-khai-bao/", "bare"),
            ("admin/news/topic/them/", "Added.more"),
            ("admin/ben-canh/", "bare"),
        )
    ]


@pytest.mark.parametrize("command", ["check", "setup", "serve"])
def test_with_one_nothing_starts(tmp_path, command):
    (tmp_path / "extra_urls.py").write_text(
        "from django.urls import path\n"
        "from portal.urls import *\n"
        "urlpatterns = [path('admin/them/', lambda request: None), *urlpatterns]\n"
    )
    (tmp_path / "extra_settings.py").write_text(
        "from portal.settings import *\nROOT_URLCONF = 'extra_urls'\n"
    )
    answer = manage(
        command,
        VAR_DIR=tmp_path / "var",
        DJANGO_SETTINGS_MODULE="extra_settings",
        PYTHONPATH=tmp_path,
    )

    assert answer.returncode == 1
    assert "(staff.E001) /admin/them/ is answered by extra_urls.<lambda>" in answer.stderr


@pytest.mark.parametrize("may", [True, False])
def test_what_a_view_says_is_asked_before_it_answers(rf, may):
    view = requires_right(lambda request: may, bare)

    if may:
        assert view(rf.get("/admin/")).content.decode() == "mật"
    else:
        with pytest.raises(PermissionDenied):
            view(rf.get("/admin/"))
