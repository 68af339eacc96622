"""Makes Word files as Word writes them: `docx(p(r("Cầu mới", b=1)), p("Sáng nay …"))`.

Blocks and runs are WordprocessingML as text. Pictures and links name a relation, which is given to
`docx`: `pictures={"rId20": ("media/image1.jpeg", bytes)}`, `links={"rId30": "https://…"}`.
"""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

OFFICE = "http://schemas.openxmlformats.org/"
KINDS = f"{OFFICE}officeDocument/2006/relationships"
W = f"{OFFICE}wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{KINDS}" xmlns:m="{OFFICE}officeDocument/2006/math" '
    f'xmlns:wp="{OFFICE}drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{OFFICE}drawingml/2006/main" '
    f'xmlns:pic="{OFFICE}drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    f'xmlns:mc="{OFFICE}markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PARTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes"}
PARTS |= {"endnotes": "endnotes", "header1": "header", "footer1": "footer"}

STYLES = f"""{HEAD}<w:styles {NAMES}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>
<w:sz w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
<w:rPr><w:b/><w:sz w:val="56"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>
<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="u2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/>
<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/><w:basedOn w:val="Normal"/>
<w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/>
</w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/>
<w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>
<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/></w:style>
</w:styles>"""

# List 1 has bullets, 2 numbers, 3 letters, 4 “Điều 1.”
NUMBERING = f"""{HEAD}<w:numbering {NAMES}>
{"".join(
    f'<w:abstractNum w:abstractNumId="{key}">' + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{how}"/>'
        f'<w:lvlText w:val="{text.replace("%", f"%{level + 1}")}"/></w:lvl>'
        for level in range(3)
    ) + "</w:abstractNum>"
    for key, how, text in ((1, "bullet", ""), (2, "decimal", "%."), (3, "lowerLetter", "%)"),
                           (4, "decimal", "Điều %."))
)}
{"".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in range(1, 5))}
</w:numbering>"""  # fmt: skip


def r(text: str = "", *, inside: str = "", font: str = "", sz: int = 0, **switches: object) -> str:
    """A run: `b=1`, `i=1`, `vertAlign="superscript"` …; `inside` is mark-up after its text."""
    props = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    for name, value in switches.items():
        props += f"<w:{name}/>" if value == 1 else f'<w:{name} w:val="{value}"/>'
    props += f'<w:sz w:val="{sz}"/>' if sz else ""
    words = f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
    return f"<w:r>{f'<w:rPr>{props}</w:rPr>' if props else ''}{words}{inside}</w:r>"


def p(*content: str, style: str = "", jc: str = "", num: int = 0, level: int = 0, props: str = ""):
    """A paragraph of runs; content that is not mark-up becomes a plain run."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        inner += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    inner += f'<w:jc w:val="{jc}"/>' if jc else ""
    inner += props
    runs = "".join(each if each.startswith("<") else r(each) for each in content)
    return f'<w:p w:rsidR="00A1"><w:pPr>{inner}</w:pPr>{runs}</w:p>'


def br(kind: str = "") -> str:
    return f"<w:r><w:br{f' w:type={quoteattr(kind)}' if kind else ''}/></w:r>"


def link(key: str, text: str) -> str:
    return f'<w:hyperlink r:id="{key}">{r(text, rStyle="Hyperlink")}</w:hyperlink>'


def cell(*content: str, props: str = "") -> str:
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{''.join(content) or p()}</w:tc>"


def row(*cells: str, head: bool = False, props: str = "") -> str:
    props += "<w:tblHeader/>" if head else ""
    cells = [each if each.startswith("<w:tc") else cell(p(each)) for each in cells]
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>{"".join(rows)}</w:tbl>'


def picture(key: str, alt: str = "", crop: str = "") -> str:
    """A picture in a run of its own, as Word inserts it in line with the text."""
    return graphic(
        f"{OFFICE}drawingml/2006/picture",
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="image"/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{key}"/>{crop}</pic:blipFill><pic:spPr/></pic:pic>',
        alt,
    )


def graphic(uri: str, content: str = "", alt: str = "") -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="5760000" cy="3840000"/>'
        f'<wp:docPr id="1" name="Picture 1" descr={quoteattr(alt)}/>'
        f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def text_box(*content: str) -> str:
    """A text box as Word writes it: twice, the second time for programs from before 2010."""
    inner = f"<w:txbxContent>{''.join(content)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        '<wp:docPr id="2" name="Text Box 2"/><a:graphic><a:graphicData uri="http://schemas.'
        'microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
        f"{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def notes(kind: str, *texts: str) -> str:
    """The part `footnotes` or `endnotes`; the first text is note 1."""
    one = kind.removesuffix("s")
    return f"{HEAD}<w:{kind} {NAMES}>" + (
        f'<w:{one} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{one}>'
        + "".join(
            f'<w:{one} w:id="{number}">{p(r(inside=f"<w:{one}Ref/>"), " " + text)}</w:{one}>'
            for number, text in enumerate(texts, 1)
        )
        + f"</w:{kind}>"
    )


def page_part(tag: str, *content: str) -> str:
    """The part of a header (`hdr`) or a footer (`ftr`)."""
    return f"{HEAD}<w:{tag} {NAMES}>{''.join(content)}</w:{tag}>"


def document(*blocks: str) -> str:
    return (
        f"{HEAD}<w:document {NAMES}><w:body>{''.join(blocks)}"
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )


def docx(
    *blocks: str,
    pictures: dict[str, tuple[str, bytes]] | None = None,
    links: dict[str, str] | None = None,
    linked_pictures: dict[str, str] | None = None,
    main: str | bytes = "",
    extra: dict[str, str | bytes] | None = None,
    **parts: str,
) -> bytes:
    """The file. `parts` are the XML of `footnotes`, `header1` …; `main` replaces the blocks."""
    held = {"styles": STYLES, "numbering": NUMBERING, **parts}
    relations = [
        (f"rId{number}", PARTS[name], f"{name}.xml", "")
        for number, name in enumerate(held, 1)
        if held[name]
    ]
    relations += [(key, "image", name, "") for key, (name, _) in (pictures or {}).items()]
    relations += [(key, "hyperlink", to, "External") for key, to in (links or {}).items()]
    relations += [(key, "image", to, "External") for key, to in (linked_pictures or {}).items()]
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{OFFICE}package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": related([("rId1", "officeDocument", "word/document.xml", "")]),
        "word/document.xml": main or document(*blocks),
        "word/_rels/document.xml.rels": related(relations),
    }
    files |= {f"word/{name}.xml": text for name, text in held.items() if text}
    files |= {f"word/{name}": content for name, content in (pictures or {}).values()}
    return packed({**files, **(extra or {})})


def related(relations: list[tuple[str, str, str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{KINDS}/{kind}" Target={quoteattr(target)}'
        f"{f' TargetMode={quoteattr(mode)}' if mode else ''}/>"
        for key, kind, target, mode in relations
    )
    return f'{HEAD}<Relationships xmlns="{OFFICE}package/2006/relationships">{rows}</Relationships>'


def packed(files: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
