"""The three groups of the newsroom. Their rights are in migrations/0002_groups.py, in
0003_others_photos.py, in 0008_front_rights.py and, in words, in docs/roles.md; a site may change
them in the admin."""

CONTRIBUTORS = "Phóng viên, cộng tác viên"
EDITORS = "Biên tập viên"
PUBLISHERS = "Thư ký xuất bản"
