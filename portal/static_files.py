"""Which static files `setup` collects, and how they are stored."""

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage

from editor import config


class PrunedStaticFilesConfig(StaticFilesConfig):
    """Leaves out files of packages that browsers never request, seven of eight. Otherwise each
    serving process would hold an entry for each file, in three codings and under two names."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *(
            f"{folder}/{name}"
            for folder in ("ckeditor/*/lang", "admin/*/i18n")
            # All but `en` and `vi`.
            for name in ("[!ev]*", "e[!n]*", "en-*")
        ),
        # Django's forms ask for those with `.min`, unless DEBUG is on.
        *(f"admin/js/vendor/{name}.js" for name in ("*/jquery", "*/select2.full", "*/xregexp")),
        "ckeditor/galleriffic/*",
        "ckeditor/file-icons/*",
        "ckeditor/ckeditor/CHANGES.md",
        "ckeditor/ckeditor/skins/moono/*",
        # For Internet Explorer.
        "ckeditor/ckeditor/skins/*_ie*.css",
        *(f"ckeditor/ckeditor/plugins/{name}/*" for name in config.UNSERVED_PLUGINS),
    ]


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, in which equal files are compressed once. Nearly each file is stored
    under two names: its own, which CKEditor requests, and one with a hash. Compression takes
    seconds of a first start."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        equal = defaultdict(list)
        for path in paths:
            equal[Path(self.path(path)).read_bytes()].append(path)
        twins = {first: others for first, *others in equal.values()}
        for first, compressed in super().compress_files(twins):
            yield first, compressed
            for other in twins[first]:
                copy = other + compressed.removeprefix(first)
                shutil.copy2(self.path(compressed), self.path(copy))
                yield other, copy
