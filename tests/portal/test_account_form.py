"""The form of an account, for whoever looks after accounts."""

from datetime import datetime

import pytest
from django.utils import timezone

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(admin_client):
    joined = timezone.make_aware(datetime(2026, 3, 2, 8, 5))
    user = make_user(date_joined=joined)
    return admin_client.get(f"/admin/auth/user/{user.pk}/change/")


def test_it_says_what_its_fields_do(form):
    fields = form.context["adminform"].form.fields
    hint = "Giữ phím Ctrl (máy Mac: Command) để chọn nhiều mục."

    told = {name: str(field.help_text) for name, field in fields.items() if field.help_text}

    assert told == {
        "username": "Bắt buộc. Nhiều nhất 150 ký tự: chữ cái, chữ số và các dấu @ . + - _",
        "password": "Mật khẩu không được lưu nguyên văn nên không ai xem lại được.",
        "is_active": (
            "Bỏ chọn thì tài khoản không đăng nhập được nữa. Hãy bỏ chọn thay vì xóa tài khoản."
        ),
        "is_staff": "Được đăng nhập vào tòa soạn (các trang quản trị này).",
        "is_superuser": "Có mọi quyền, không cần cấp từng quyền.",
        "groups": f"Người này có mọi quyền của những nhóm được chọn. {hint}",
        "user_permissions": f"Quyền cấp riêng cho người này, ngoài quyền của các nhóm. {hint}",
    }


def test_when_it_was_made_is_told_and_not_typed(form):
    page = form.content.decode()

    assert "02/03/2026 08:05 GMT+7" in page
    assert [name for name in ("last_login", "date_joined") if f'name="{name}' in page] == []
