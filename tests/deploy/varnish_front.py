"""The portal behind a real Varnish."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from news.addresses import article_path
from tests import factories, varnish
from tests.deploy.backend import Portal, answering, ask
from tests.processes import free_port


@contextmanager
def installed() -> Iterator[tuple]:
    """A Varnish that is stopped: yields the arguments of `Front`."""
    ports = free_port(), free_port(), free_port()
    with varnish.server(*ports) as tell:
        tell("stop")
        yield ports, tell


class Front:
    """Varnish and the portal behind it; a test starts and stops each."""

    def __init__(self, ports: tuple[int, int, int], tell: Callable[[str], None]) -> None:
        """`ports` are those of Varnish and of two portals behind it; `tell` starts and stops
        Varnish."""
        self.port, self.behind, self.beside = ports
        self.tell = tell
        self.name = f"xkey+http://127.0.0.1:{self.port}"
        self._varnish, self._portal, self._second = ExitStack(), ExitStack(), ExitStack()

    def start_varnish(self) -> None:
        self.tell("start")
        self._varnish.callback(self.tell, "stop")

    def start_portal(self) -> Portal:
        return self._portal.enter_context(answering(self.behind))

    def start_second(self) -> Portal:
        """Start the portal on another machine. Varnish starts again, so that it trusts both from
        the beginning."""
        second = self._second.enter_context(answering(self.beside))
        self._varnish.close()
        self.start_varnish()
        return second

    def stop_portal(self) -> None:
        self._portal.close()

    def stop(self) -> None:
        self._varnish.close()
        self._portal.close()
        self._second.close()

    def get(self, path: str = "/", **headers: str):
        return ask(self.port, path, **headers)


def published(article, **options) -> str:
    """Publish the article; returns its address."""
    edition = factories.publish(article, **options)
    return article_path(edition.section_id, edition.slug, article.pk)
