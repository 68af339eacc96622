"""Building the blocks of a canonical body from tokens, however tangled the mark-up is.

No tree of the input is made: tags open and close containers (`text.body.containers`) and marks
(`text.body.marks`), and text lands in the paragraph being read. So time is linear, depth
bounded.
"""

from text.body.blocks import HtmlList, Paragraph, RawBlock, blocks_html, figure_html
from text.body.containers import MAX_LIST_DEPTH, Container, ContainerKind
from text.body.figures import FigureReader
from text.body.links import clean_href, player_url
from text.body.marks import INLINE, link_mark, unwrapped
from text.body.removals import (
    STYLED_ELEMENTS,
    RemovalCounter,
    RemovalKind,
    note_control,
    note_image,
    note_script,
    note_styling,
    player_source,
)
from text.body.tables import TableReader
from text.html import HtmlTag, tokens

_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_LISTS = {"ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul"}
_TABLE_PARTS = frozenset("table caption thead tbody tfoot tr td th".split())
_PARAGRAPHS = frozenset(
    "p div section article header footer main aside nav center address fieldset form details"
    " summary dl dt dd figcaption hgroup body html head legend title".split()
)
_PLAYERS = frozenset("iframe frame embed video audio object oembed".split())
_CONTROLS = frozenset("input select button textarea".split())
_SCRIPTS = frozenset(("script", "applet"))
# What cannot stand in a figure: its start means that the figure's end is missing.
_AFTER_FIGURE = frozenset((*_HEADINGS, *_LISTS, *_PLAYERS, "table", "blockquote", "pre", "hr"))


class BodyBuilder(TableReader):
    """Feed it mark-up once, then ask for `html()`; what it removed is in `removals`."""

    def __init__(self) -> None:
        super().__init__()
        self.removals = RemovalCounter()
        self._figure: FigureReader | None = None
        self._preformatted = 0
        self._ignored_quotes = 0

    def feed(self, source: str) -> None:
        for token in tokens(source):
            if isinstance(token, str):
                self._text(self.removals.without_forbidden(token))
            elif self._figure is None or not self._in_figure(self._figure, token):
                self._handle(token)
        if self._figure is not None:
            self._end_figure(self._figure)
        self.close(1)

    def html(self) -> str:
        return blocks_html(self.blocks)

    def _text(self, text: str) -> None:
        figure = self._figure
        if figure is not None:
            if not figure.legend_done or not text.strip():
                figure.text(text)
                return
            self._end_figure(figure)
        if self._preformatted:
            first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self.lines[-1].append((first, self.open_marks.marks))
            self.lines += [[(line, self.open_marks.marks)] for line in others]
            return
        text = unwrapped(text)
        if text and (text != "\n" or self.lines != [[]]):
            self.lines[-1].append((text, self.open_marks.marks))

    # Tags

    def _handle(self, tag: HtmlTag) -> None:
        name = tag.name
        if (tag.raw or name in STYLED_ELEMENTS) and not tag.is_end:
            note_styling(self.removals, tag, self.open_marks.in_link)
        if name in INLINE:
            if tag.is_end:
                self.open_marks.end(name)
            else:
                self.open_marks.start(name, tag.attributes().get("style", ""))
        elif name == "br":
            self.lines.append([])
        elif name in _PARAGRAPHS:
            # `<h2><p>…</p></h2>` is a heading, `<h2>… <p>…` a heading that was not closed.
            if self.flush() and not tag.is_end:
                self.tag = "p"
        elif name == "a":
            self._link(tag)
        elif name in _HEADINGS:
            self.flush()
            self.tag = "p" if tag.is_end else _HEADINGS[name]
        elif name in _TABLE_PARTS:
            self.table_tag(tag)
        elif name in _LISTS:
            self._list(tag)
        else:
            self._handle_rarer(tag)

    def _handle_rarer(self, tag: HtmlTag) -> None:
        name = tag.name
        if name == "li":
            self._item(tag)
        elif name == "blockquote":
            self._quote(tag)
        elif name == "pre":
            self.flush()
            self._preformatted = max(0, self._preformatted + (-1 if tag.is_end else 1))
        elif tag.is_end:
            pass
        elif name == "hr":
            self.flush()
            if self.top.kind is ContainerKind.TOP:
                self.add_top_level(RawBlock("<hr>"))
        elif name == "figure":
            attributes = tag.attributes()
            alt = self.removals.without_forbidden(attributes.get("data-alt", ""))
            self._figure = FigureReader(attributes.get("data-photo", ""), alt)
        elif name in ("img", "svg"):
            note_image(self.removals, tag)
        elif name in _PLAYERS:
            self._player(tag)
        elif name in _SCRIPTS:
            note_script(self.removals, tag)
        elif name in _CONTROLS:
            note_control(self.removals, tag)

    def _link(self, tag: HtmlTag) -> None:
        if tag.is_end:
            self.open_marks.link(None)
            return
        address = tag.attributes().get("href", "")
        href = clean_href(address)
        if address.strip() and not href:
            self.removals.add(RemovalKind.LINK, address)
        self.open_marks.link(href)

    def _player(self, tag: HtmlTag) -> None:
        """A video's place is taken by a paragraph with its address, until players are allowed."""
        source = player_source(tag)
        if not source and tag.name == "object":
            return  # the old way to embed: the address is in the <embed> inside
        self.removals.add(RemovalKind.FRAME, source)
        if address := player_url(source):
            self.flush()
            paragraph = Paragraph("p", [[(address, (link_mark(address),))]])
            content = self.content()
            if content[-1:] != [paragraph]:
                content.append(paragraph)

    # Lists and quotes

    def _list(self, tag: HtmlTag) -> None:
        self.flush()
        kind = _LISTS[tag.name]
        if tag.is_end:
            if self.ignored_lists:
                self.ignored_lists -= 1
            elif at := self.find(ContainerKind.LIST, list_tag=kind):
                self.close(at)
        elif self.is_open(ContainerKind.CAPTION):
            pass  # its items become lines
        elif self.depth(ContainerKind.LIST) >= MAX_LIST_DEPTH:
            self.ignored_lists += 1
        else:
            outer = self.top.node
            if isinstance(outer, HtmlList):  # a list right inside a list belongs to the item before
                self.open(Container(ContainerKind.ITEM, outer.items.pop() if outer.items else []))
            start = _start_number(tag.attributes().get("start", "")) if kind == "ol" else 1
            self.open(Container(ContainerKind.LIST, node=HtmlList(kind, start)))

    def _item(self, tag: HtmlTag) -> None:
        self.flush()
        if at := self.find(ContainerKind.ITEM, ContainerKind.LIST):
            if self.container(at).kind is ContainerKind.ITEM:
                self.close(at)
            if not tag.is_end:
                self.open(Container(ContainerKind.ITEM))

    def _quote(self, tag: HtmlTag) -> None:
        self.flush()
        if not tag.is_end:
            if self.top.kind is ContainerKind.TOP:
                self.open(Container(ContainerKind.QUOTE))
            else:
                self._ignored_quotes += 1
        elif self._ignored_quotes:
            self._ignored_quotes -= 1
        elif at := self.find(ContainerKind.QUOTE, scopes=frozenset((ContainerKind.TABLE,))):
            self.close(at)

    # Figures

    def _in_figure(self, figure: FigureReader, tag: HtmlTag) -> bool:
        """Take a tag inside an open figure; False if it does not belong there any more."""
        name = tag.name
        if name == "figure":
            if tag.is_end:
                self._end_figure(figure)
            else:
                self._end_figure(figure, broken_off=True)
            return tag.is_end
        if not tag.is_end:
            ends_legend = figure.legend_done and name in _PARAGRAPHS
            if name in _AFTER_FIGURE or ends_legend:
                self._end_figure(figure, broken_off=True)
                return False
            self._removed_from_figure(figure, tag)
        figure.tag(tag)
        return True

    def _removed_from_figure(self, figure: FigureReader, tag: HtmlTag) -> None:
        if tag.name in ("img", "svg"):
            # The first picture of a library figure is the photo itself, as the editor shows it.
            is_photo = figure.photo is not None and not figure.has_picture
            if note_image(self.removals, tag, expected=is_photo):
                figure.has_picture = True
        elif tag.name in _SCRIPTS:
            note_script(self.removals, tag)
        elif tag.name in _CONTROLS:
            note_control(self.removals, tag)

    def _end_figure(self, reader: FigureReader, broken_off: bool = False) -> None:
        self._figure = None
        figure = reader.figure()
        if figure is not None:
            self.flush()
            self.add_top_level(RawBlock(figure_html(figure)))
            return
        lines = [*reader.caption_lines(), reader.credit()]
        if broken_off:  # a frame round a table or a player, say: its text is text
            self.flush()
            content = self.content
            for line in filter(None, lines):
                content().append(Paragraph("p", [[(line, ())]]))
        elif sample := " ".join(filter(None, lines)) or reader.named:
            self.removals.add(RemovalKind.FIGURE, sample)


def _start_number(value: str) -> int:
    """Where an ordered list starts counting; what is no plain number below 100,000 is 1."""
    value = value.strip()
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 5 else 1
