"""The three groups of the newsroom. Their rights are in migrations/0002_groups.py, in
0003_others_photos.py, in 0008_front_rights.py and, in words, in docs/roles.md; a site may change
them in the admin."""

from django.contrib.auth.models import Group

CONTRIBUTORS = "Phóng viên, cộng tác viên"
EDITORS = "Biên tập viên"
PUBLISHERS = "Thư ký xuất bản"


def group(name: str) -> Group:
    """DoesNotExist where a site has removed or renamed it."""
    return Group.objects.get(name=name)
