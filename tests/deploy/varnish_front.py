"""The portal behind a real Varnish."""

from contextlib import ExitStack

from news.addresses import article_path
from tests import factories, varnish
from tests.deploy.backend import Portal, answering, ask
from tests.processes import free_port


class Front:
    """Varnish and the portal behind it, each started and stopped when a test wants it."""

    def __init__(self) -> None:
        self.port, self.behind, self.beside = free_port(), free_port(), free_port()
        self.name = f"xkey+http://127.0.0.1:{self.port}"
        self._varnish, self._portal, self._second = ExitStack(), ExitStack(), ExitStack()

    def start_varnish(self) -> None:
        self._varnish.enter_context(varnish.server(self.port, self.behind, self.beside))

    def start_portal(self) -> Portal:
        return self._portal.enter_context(answering(self.behind))

    def start_second(self) -> Portal:
        """The portal on another host. Varnish begins anew: then it trusts both from the first."""
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
    """Its address."""
    edition = factories.publish(article, **options)
    return article_path(edition.section_id, edition.slug, article.pk)
