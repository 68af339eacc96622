"""Builds the blocks of a canonical body from tokens, however badly the mark-up is nested.

No tree of the input is made: tags open and close containers (`text.body.containers`) and marks
(`text.body.marks`), and text goes into the paragraph being read. So time is linear and depth is
bounded.
"""

from text.body.blocks import HtmlList, Paragraph, RawBlock, figure_html
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
_PARAGRAPHS = frozenset(
    "p div section article header footer main aside nav center address fieldset form details"
    " summary dl dt dd figcaption hgroup body html head legend title".split()
)
_PLAYERS = frozenset("iframe frame embed video audio object oembed".split())
# Elements that cannot stand in a figure: a start tag of one means that `</figure>` is missing.
_AFTER_FIGURE = frozenset((*_HEADINGS, *_LISTS, *_PLAYERS, "table", "blockquote", "pre", "hr"))


class BodyBuilder(TableReader):
    """Builds one body: call `feed` once, then read `blocks` and `removals` (what was removed)."""

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
        if (tag.raw or tag.name in STYLED_ELEMENTS) and not tag.is_end:
            note_styling(self.removals, tag, self.open_marks.in_link)
        handle = _HANDLERS.get(tag.name) or (None if tag.is_end else _START_HANDLERS.get(tag.name))
        if handle:
            handle(self, tag)

    def _mark(self, tag: HtmlTag) -> None:
        if tag.is_end:
            self.open_marks.end(tag.name)
        else:
            self.open_marks.start(tag.name, tag.attributes().get("style", ""))

    def _paragraph(self, tag: HtmlTag) -> None:
        # `<h2><p>…</p></h2>` is a heading, `<h2>… <p>…` a heading that was not closed.
        if self.flush() and not tag.is_end:
            self.tag = "p"

    def _heading(self, tag: HtmlTag) -> None:
        self.flush()
        self.tag = "p" if tag.is_end else _HEADINGS[tag.name]

    def _pre(self, tag: HtmlTag) -> None:
        self.flush()
        self._preformatted = max(0, self._preformatted + (-1 if tag.is_end else 1))

    def _rule(self, _: HtmlTag) -> None:
        self.flush()
        if self.top.kind is ContainerKind.TOP:
            self.add_top_level(RawBlock("<hr>"))

    def _link(self, tag: HtmlTag) -> None:
        address = "" if tag.is_end else tag.attributes().get("href", "")
        href = clean_href(address)
        if address.strip() and not href:
            self.removals.add(RemovalKind.LINK, address)
        self.open_marks.link(href)

    def _player(self, tag: HtmlTag) -> None:
        """Replace a video or frame with a paragraph that links to its address."""
        source = player_source(tag)
        # An `<object>` without an address has an `<embed>` inside, which is noted instead.
        if source or tag.name != "object":
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
            # The items of a list in a caption become lines.
            pass
        elif [each.kind for each in self.stack].count(ContainerKind.LIST) >= MAX_LIST_DEPTH:
            self.ignored_lists += 1
        else:
            outer = self.top.node
            # A list directly inside a list, outside its items, belongs to the previous item.
            if isinstance(outer, HtmlList):
                self.open(Container(ContainerKind.ITEM, outer.items.pop() if outer.items else []))
            start = _start_number(tag.attributes().get("start", "")) if kind == "ol" else 1
            self.open(Container(ContainerKind.LIST, node=HtmlList(kind, start)))

    def _item(self, tag: HtmlTag) -> None:
        self.flush()
        if at := self.find(ContainerKind.ITEM, ContainerKind.LIST):
            if self.stack[at].kind is ContainerKind.ITEM:
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

    def _begin_figure(self, tag: HtmlTag) -> None:
        attributes = tag.attributes()
        self._figure = FigureReader(
            attributes.get("data-photo", ""),
            self.removals.without_forbidden(attributes.get("data-alt", "")),
        )

    def _in_figure(self, figure: FigureReader, tag: HtmlTag) -> bool:
        """Handle a tag inside an open figure; False if the figure is over and the tag remains."""
        ends_legend = figure.legend_done and tag.name in _PARAGRAPHS
        if tag.name == "figure" or (not tag.is_end and (tag.name in _AFTER_FIGURE or ends_legend)):
            self._end_figure(figure, broken_off=not tag.is_end)
            return tag.is_end
        if tag.name in _REMOVED and not tag.is_end:
            _REMOVED[tag.name](self, tag)
        figure.tag(tag)
        return True

    def _image(self, tag: HtmlTag) -> None:
        figure = self._figure
        # The first picture of a library figure is the photo itself, as the editor shows it.
        is_photo = figure is not None and figure.photo is not None and not figure.has_picture
        if note_image(self.removals, tag, expected=is_photo) and figure is not None:
            figure.has_picture = True

    def _end_figure(self, reader: FigureReader, broken_off: bool = False) -> None:
        self._figure = None
        figure = reader.figure()
        if figure is not None:
            self.flush()
            self.add_top_level(RawBlock(figure_html(figure)))
            return
        lines = [*reader.caption_lines(), reader.credit()]
        # The figure stands round a table or a player, for example: its text becomes paragraphs.
        if broken_off:
            self.flush()
            for line in filter(None, lines):
                self.content().append(Paragraph("p", [[(line, ())]]))
        elif sample := " ".join(filter(None, lines)) or reader.named:
            self.removals.add(RemovalKind.FIGURE, sample)


# Elements that are noted and removed, also inside a figure.
_REMOVED = {
    **dict.fromkeys(("img", "svg"), BodyBuilder._image),
    **dict.fromkeys(("script", "applet"), lambda builder, tag: note_script(builder.removals, tag)),
    **dict.fromkeys(
        ("input", "select", "button", "textarea"),
        lambda builder, tag: note_control(builder.removals, tag),
    ),
}
_HANDLERS = {
    **dict.fromkeys(INLINE, BodyBuilder._mark),
    **dict.fromkeys(_PARAGRAPHS, BodyBuilder._paragraph),
    **dict.fromkeys(_HEADINGS, BodyBuilder._heading),
    **dict.fromkeys(_LISTS, BodyBuilder._list),
    **dict.fromkeys("table caption thead tbody tfoot tr td th".split(), BodyBuilder.table_tag),
    "a": BodyBuilder._link,
    "blockquote": BodyBuilder._quote,
    "br": lambda builder, _: builder.lines.append([]),
    "li": BodyBuilder._item,
    "pre": BodyBuilder._pre,
}
_START_HANDLERS = {
    **_REMOVED,
    **dict.fromkeys(_PLAYERS, BodyBuilder._player),
    "figure": BodyBuilder._begin_figure,
    "hr": BodyBuilder._rule,
}


def _start_number(value: str) -> int:
    """The number with which an ordered list starts; 1 for anything but one to five digits."""
    value = value.strip()
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 5 else 1
