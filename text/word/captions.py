"""Takes pictures out of their paragraphs and joins each with its caption and credit."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate

from text.word.model import Block, Picture, Run, Table, WordParagraph

MAX_CAPTION_CHARACTERS = 400
_STYLES = ("caption", "illustration", "figure", "drawing", "chú thích", "hình", "ảnh")
_BEGINS = re.compile(r"\(?\s*(?:ảnh|nguồn ảnh|photo)\b[^:]{0,30}:", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:^|(?<=[\s.,;|/(–—-]))\(?((?:nguồn ảnh|ảnh tư liệu|ảnh|photo)\s*:\s*[^:\n]{1,100}?)"
    r"[\s.)]*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]")
# The signature of an article, which is not a credit: `Tin, ảnh: Nguyễn Hải`.
_SIGNED = re.compile(r"\(?\s*(?:tin|bài)\b[^.:]{0,20}\bảnh\s*:", re.IGNORECASE)
# Alternative texts that programs write; they do not describe the picture.
_MACHINE_MADE = re.compile(
    r"automatically generated|tạo tự động|tự động tạo|ai-generated|do ai tạo"
    r"|\.(jpe?g|png|gif|bmp|tiff?|webp|emf|wmf)$"
    r"|^(image|picture|hình|ảnh|hình ảnh|graphic|đồ họa)\s*\d*$",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class CaptionedPicture:
    """A picture and the words under it; `captioned` is True once words were found."""

    picture: Picture
    caption: str = ""
    credit: str = ""
    captioned: bool = False

    def add_words(self, text: str) -> None:
        """Add words found under the picture to its caption; the last of them may be the credit."""
        self.captioned = True
        words, credit = split_credit(text)
        self.caption = "\n".join(filter(None, (self.caption, words)))
        self.credit = credit or self.credit


Item = WordParagraph | Table | CaptionedPicture


def with_pictures(blocks: list[Block]) -> list[Item]:
    """The blocks with their pictures taken out of the paragraphs and joined to their captions."""
    items: list[Item] = []
    # The pictures of the last paragraph without caption: a text box beside it may hold the caption.
    bare: list[CaptionedPicture] = []
    for block in blocks:
        if isinstance(block, WordParagraph):
            if block.in_text_box and bare and not block.pictures and is_caption(block):
                bare.pop(0).add_words(block.text)
                continue
            parted = _parted(block)
            items += parted
            if not block.in_text_box:
                bare = [
                    each
                    for each in parted
                    if isinstance(each, CaptionedPicture) and not each.captioned
                ]
        elif laid_out := _laid_out(block):
            items += laid_out
        elif pictured := _pictured(block):
            items += with_pictures([*pictured])
        else:
            items.append(block)
    return _captioned(items, _is_caption_of)


def described(alt: str) -> str:
    """The alternative text if a person wrote it, else ""."""
    words = " ".join(alt.split())
    return "" if _MACHINE_MADE.search(words) else words


def split_credit(text: str) -> tuple[str, str]:
    """Splits words under a picture into caption and credit: `Cầu mới. (Ảnh: Hải Đăng)`."""
    text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    match = _CREDIT.search(text)
    if not match:
        return text, ""
    return text[: match.start()].rstrip(" \n-–—|/(,;"), match[1].strip()


def _parted(par: WordParagraph) -> list[Item]:
    """The paragraph split into the pictures before its first word, its text, and all other
    pictures."""
    if not par.pictures:
        return [par]
    before: list[Item] = []
    behind: list[Item] = []
    words: list[Run] = []
    for run in par.runs:
        if run.picture is None:
            # A picture between two spaces was taken out.
            if words and words[-1].text.endswith(" "):
                run.text = run.text.lstrip(" ")
            words.append(run)
        elif any(each.text.strip() for each in words):
            behind.append(CaptionedPicture(run.picture))
        else:
            before.append(CaptionedPicture(run.picture))
    par.runs = words
    if not par.text.strip():
        return [*before, *behind]
    # The caption stands under its picture in the same paragraph.
    if before and not behind and is_caption(par):
        before[-1].add_words(par.text)
        return before
    return [*before, par, *behind]


def _laid_out(table: Table) -> list[Item]:
    """The pictures, each with its caption, of a table that is only a layout for them; else [].

    They are read column by column if captions stand in the row below, row by row if captions stand
    beside the pictures.
    """
    columns: dict[int, list[WordParagraph]] = {}
    for row in table.rows:
        ends = accumulate(cell.span for cell in row.cells)
        for end, cell in zip(ends, row.cells, strict=True):
            # A caption below several pictures goes to the last one.
            columns.setdefault(end, []).extend(cell.content)
    rows = [[par for cell in row.cells for par in cell.content] for row in table.rows]
    words = [par for par in table.paragraphs if par.text.strip()]
    pictures = sum(len(par.pictures) for par in table.paragraphs)
    short = all(len(par.text) <= MAX_CAPTION_CHARACTERS and not par.list_item for par in words)
    if not pictures or not short or len(words) > 2 * pictures:
        return []
    # Each group must begin with a picture, because words before a picture are not its caption.
    groups = next(
        (
            groups
            for groups in ([*columns.values()], rows)
            if all(group[0].pictures for group in groups if group)
        ),
        [],
    )
    return _captioned(
        (item for group in groups for par in group for item in _parted(par)), lambda *_: True
    )


def _pictured(table: Table) -> list[WordParagraph]:
    """The paragraphs of a table that has one column and holds pictures; else []."""
    single = all(len(row.cells) == 1 and not row.is_deleted for row in table.rows)
    return table.paragraphs if single and any(par.pictures for par in table.paragraphs) else []


def _captioned(
    items: Iterable[Item], belongs: Callable[[CaptionedPicture, WordParagraph], bool]
) -> list[Item]:
    """The items. A paragraph that `belongs` to the picture directly before it goes into the
    caption."""
    out: list[Item] = []
    for item in items:
        last = out[-1] if out else None
        is_under = isinstance(item, WordParagraph) and isinstance(last, CaptionedPicture)
        if is_under and belongs(last, item):
            last.add_words(item.text)
        else:
            out.append(item)
    return out


def _is_caption_of(picture: CaptionedPicture, par: WordParagraph) -> bool:
    if not picture.captioned:
        return is_caption(par)
    is_credit = len(par.text) < 120 and _BEGINS.match(par.text.strip())
    return bool(is_credit and not picture.credit)


def is_caption(par: WordParagraph) -> bool:
    """Whether a paragraph directly under a picture is its caption."""
    text = par.text.strip()
    is_text = len(text) > MAX_CAPTION_CHARACTERS or par.heading or par.list_item
    # A line without words (`* * *`) separates the parts of a text.
    if is_text or _SIGNED.match(text) or not _WORD.search(text):
        return False
    looks = par.style.startswith(_STYLES) or par.align == "center" or par.all_marked("em")
    return bool(looks or _BEGINS.match(text) or _CREDIT.search(text))
