"""Engines that note what they are told. The fixture `engine` configures them."""

from delivery.engines.base import Engine


class Listener(Engine):
    """An engine that notes everything it is told, unless it is `down`."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.announced: list[tuple[str, list[str]]] = []
        self.heard: list[list[tuple[str, bool]]] = []
        self.changes: list[str] = []
        self.down = False

    def announce(self, change, tags):
        self.announced.append((change, tags))

    def drop(self, purges):
        if self.down:
            raise ConnectionError("the engine is down")
        self.heard.append([(row.tags, row.gone) for row in purges])
        self.changes += [row.change for row in purges]


class Forgetful(Listener):
    AGAIN = 60.0
