"""How the static files are stored that `setup` collects."""

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, in which equal files are compressed once. Nearly each file is stored
    under two names: its own, which CKEditor requests, and one with a hash. Their compression takes
    most of the time of a first start."""

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
