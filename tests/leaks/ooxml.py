"""docx, xlsx, pptx, odt and ods by hand: only so can a leak lie in each part that a reader may meet."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
_S = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"'
_P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{_OFFICE}"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SLIDE = "application/vnd.openxmlformats-officedocument.presentationml."


def pack(parts: Mapping[str, str | bytes], stored: str = "") -> bytes:
    """A zip file of these parts, ``stored`` first and not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 20, 9, 0, 0)), content, kind)
    return out.getvalue()


def _types(parts: Mapping[str, str]) -> str:
    rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _rels(targets: Sequence[tuple[str, str]], core: bool = False) -> str:
    rows = [
        f'<Relationship Id="rId{index}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets, 1)
    ]
    if core:
        kind = f"{_PACKAGE}/relationships/metadata/core-properties"
        rows.append(f'<Relationship Id="rId99" Type="{kind}" Target="docProps/core.xml"/>')
        rows.append(f'<Relationship Id="rId98" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/>')
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _core(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )


def _application(program: str) -> str:
    """What office programs write about themselves: a dozen lines that no reader sees."""
    values = {"Template": "Normal.dotm", "TotalTime": "0", "Pages": "1", "Words": "0", "Characters": "0"}
    values |= {"Application": program, "DocSecurity": "0", "Lines": "0", "Paragraphs": "0", "ScaleCrop": "false"}
    values |= {"LinksUpToDate": "false", "SharedDoc": "false", "HyperlinksChanged": "false", "AppVersion": "14.0000"}
    rows = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"{rows}</Properties>"
    )


_PROPERTY_TYPES = {
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}


def _properties(program: str, title: str = "附件") -> dict[str, str | bytes]:
    """Properties come first in the package, as programs write them."""
    return {"docProps/core.xml": _core(title), "docProps/app.xml": _application(program)}


def _run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


_TEXT_BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:200pt;height:40pt">'
    "<v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
_TABLE = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr></w:tbl>"
_DELETED = (
    '<w:del w:id="7" w:author="信息员" w:date="2026-03-18T09:00:00Z"><w:r>'
    '<w:delText xml:space="preserve">{}</w:delText></w:r></w:del>'
)
_INSERTED = '<w:ins w:id="8" w:author="信息员" w:date="2026-03-18T09:00:00Z">{}</w:ins>'
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> QUOTE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_APART = {  # place → (part, relationship and element, wrapper of the paragraphs)
    "header": ("header1.xml", "header", "<w:hdr {}>{}</w:hdr>"),
    "footer": ("footer1.xml", "footer", "<w:ftr {}>{}</w:ftr>"),
    "comment": (
        "comments.xml",
        "comments",
        '<w:comments {}><w:comment w:id="0" w:author="审核">{}</w:comment></w:comments>',
    ),
    "footnote": ("footnotes.xml", "footnotes", '<w:footnotes {}><w:footnote w:id="2">{}</w:footnote></w:footnotes>'),
    "endnote": ("endnotes.xml", "endnotes", '<w:endnotes {}><w:endnote w:id="2">{}</w:endnote></w:endnotes>'),
}
_REFERENCE = {
    "header": "",
    "footer": "",
    "comment": '<w:r><w:commentReference w:id="0"/></w:r>',
    "footnote": '<w:r><w:footnoteReference w:id="2"/></w:r>',
    "endnote": '<w:r><w:endnoteReference w:id="2"/></w:r>',
}
DOCX = (*_APART, "body", "table", "text-box", "deletion", "insertion", "hidden-run", "white-run", "split-runs", "field")
DOCX_ALL = (*DOCX, "properties")


def _docx_inline(place: str, lines: Sequence[str]) -> str:
    """The leak's own paragraphs where it lies in the main part."""
    if place == "text-box":
        return _paragraph(_TEXT_BOX.format("".join(_paragraph(_run(line)) for line in lines)))
    if place == "table":
        return _TABLE.format("".join(_paragraph(_run(line)) for line in lines))
    shapes: dict[str, Callable[[str], str]] = {
        "body": _run,
        "deletion": lambda line: _DELETED.format(escape(line)),
        "insertion": lambda line: _INSERTED.format(_run(line)),
        "hidden-run": lambda line: _run(line, "<w:vanish/>"),
        "white-run": lambda line: _run(line, '<w:color w:val="FFFFFF"/>'),
        "split-runs": lambda line: "".join(
            _run(line[at : at + 1], "<w:b/>" if at % 2 else "") for at in range(len(line))
        ),
        "field": lambda line: _FIELD.format(_run(line)),
    }
    return "".join(_paragraph(shapes[place](line)) for line in lines)


def docx(place: str, carriers: Sequence[str], lines: Sequence[str]) -> bytes:
    """A text document with ``lines`` in the place named, ``carriers`` around it in the body."""
    main, types, targets, parts = "", {}, [], {}
    section = ""
    if place in _APART:
        name, kind, wrapper = _APART[place]
        paragraphs = "".join(_paragraph(_run(line)) for line in lines)
        parts[f"word/{name}"] = _HEAD + wrapper.format(_W, paragraphs)
        types[f"word/{name}"] = f"{_WORD}{kind}+xml"
        targets.append((kind, name))
        if place in ("header", "footer"):
            section = f'<w:sectPr><w:{kind}Reference w:type="default" r:id="rId1"/></w:sectPr>'
        main = _paragraph(_run("本页说明见注。") + _REFERENCE[place])
    elif place != "properties":
        main = _docx_inline(place, lines)
    body = _paragraph(_run(carriers[0])) + main + "".join(_paragraph(_run(line)) for line in carriers[1:]) + section
    types |= {"word/document.xml": f"{_WORD}document.main+xml", **_PROPERTY_TYPES}
    return pack(
        {
            "[Content_Types].xml": _types(types),
            "_rels/.rels": _rels([("officeDocument", "word/document.xml")], core=True),
            **_properties("Microsoft Office Word", " ".join(lines) if place == "properties" else "附件"),
            "word/_rels/document.xml.rels": _rels(targets),
            "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{body}</w:body></w:document>",
            **parts,
        }
    )


XLSX = ("cell", "inline", "hidden-sheet", "sheet-name", "comment", "number", "formula")


def _cell(place: str, value: str) -> str:
    if place in ("cell", "hidden-sheet"):
        return '<c r="C7" t="s"><v>2</v></c>'
    if place == "inline":
        return f'<c r="C7" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if place == "number":
        return f'<c r="C7"><v>{value}</v></c>'
    if place == "formula":
        return f'<c r="C7" t="str"><f>CONCATENATE(A1,"")</f><v>{escape(value)}</v></c>'
    return ""


def xlsx(place: str, carriers: Sequence[str], lines: Sequence[str]) -> bytes:
    """A workbook of two sheets (汇总表, 明细) with the leak in the place named; in a cell that is C7."""
    leak = " ".join(lines)
    names = ["汇总表", leak[:31] if place == "sheet-name" else "明细"]
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in (*carriers[:2], leak))
    top = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    sheets = [top, top]
    sheets[1 if place == "hidden-sheet" else 0] += f'<row r="7">{_cell(place, leak)}</row>'
    state = ' state="hidden"' if place == "hidden-sheet" else ""
    book = (
        f'{_HEAD}<workbook {_S}><sheets><sheet name="{names[0]}" sheetId="1" r:id="rId1"/>'
        f'<sheet name="{escape(names[1])}" sheetId="2"{state} r:id="rId2"/></sheets></workbook>'
    )
    types = {"xl/workbook.xml": f"{_SHEET}sheet.main+xml", "xl/sharedStrings.xml": f"{_SHEET}sharedStrings+xml"}
    types |= _PROPERTY_TYPES
    parts: dict[str, str | bytes] = {}
    for number, rows in enumerate(sheets, 1):
        types[f"xl/worksheets/sheet{number}.xml"] = f"{_SHEET}worksheet+xml"
        parts[f"xl/worksheets/sheet{number}.xml"] = f"{_HEAD}<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>"
    if place == "comment":
        types["xl/comments1.xml"] = f"{_SHEET}comments+xml"
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = _rels([("comments", "../comments1.xml")])
        parts["xl/comments1.xml"] = (
            f"{_HEAD}<comments {_S}><authors><author>审核</author></authors><commentList>"
            f'<comment ref="C7" authorId="0"><text><t>{escape(leak)}</t></text></comment></commentList></comments>'
        )
    targets = [("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml")]
    return pack(
        {
            "[Content_Types].xml": _types(types),
            "_rels/.rels": _rels([("officeDocument", "xl/workbook.xml")], core=True),
            **_properties("Microsoft Excel"),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": _rels([*targets, ("sharedStrings", "sharedStrings.xml")]),
            "xl/sharedStrings.xml": f'{_HEAD}<sst {_S} count="3" uniqueCount="3">{strings}</sst>',
            **parts,
        }
    )


PPTX = ("slide", "notes", "hidden-slide", "table")


def _shape(lines: Sequence[str]) -> str:
    paragraphs = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines)
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="文本"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"
    )


def _grid(lines: Sequence[str]) -> str:
    paragraphs = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines)
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="3" name="表"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="1" cy="1"/></p:xfrm><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr/>'
        f'<a:tblGrid><a:gridCol w="1"/></a:tblGrid><a:tr h="1"><a:tc><a:txBody><a:bodyPr/>{paragraphs}</a:txBody>'
        "<a:tcPr/></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _page(kind: str, shapes: str, more: str = "") -> str:
    tree = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>' + shapes
    return f"{_HEAD}<p:{kind} {_P}{more}><p:cSld><p:spTree>{tree}</p:spTree></p:cSld></p:{kind}>"


def pptx(place: str, carriers: Sequence[str], lines: Sequence[str]) -> bytes:
    """Two slides; the leak lies on the second, or in its notes."""
    show = ' show="0"' if place == "hidden-slide" else ""
    second = _grid(lines) if place == "table" else _shape(carriers[1:] if place == "notes" else lines)
    slides = {
        "ppt/slides/slide1.xml": _page("sld", _shape(carriers[:1])),
        "ppt/slides/slide2.xml": _page("sld", second, show),
    }
    types = dict.fromkeys(slides, f"{_SLIDE}slide+xml") | {"ppt/presentation.xml": f"{_SLIDE}presentation.main+xml"}
    types |= _PROPERTY_TYPES
    parts: dict[str, str | bytes] = dict(slides)
    if place == "notes":
        types["ppt/notesSlides/notesSlide1.xml"] = f"{_SLIDE}notesSlide+xml"
        parts["ppt/slides/_rels/slide2.xml.rels"] = _rels([("notesSlide", "../notesSlides/notesSlide1.xml")])
        parts["ppt/notesSlides/notesSlide1.xml"] = _page("notes", _shape(lines))
    deck = (
        f'{_HEAD}<p:presentation {_P}><p:sldIdLst><p:sldId id="256" r:id="rId1"/><p:sldId id="257" r:id="rId2"/>'
        '</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )
    return pack(
        {
            "[Content_Types].xml": _types(types),
            "_rels/.rels": _rels([("officeDocument", "ppt/presentation.xml")], core=True),
            **_properties("Microsoft Office PowerPoint"),
            "ppt/presentation.xml": deck,
            "ppt/_rels/presentation.xml.rels": _rels([("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")]),
            **parts,
        }
    )


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def _odf(kind: str, body: str) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}"
    spaces = "".join(f' xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "text", "table"))
    manifest = (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{mime}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    content = f'{_HEAD}<office:document-content{spaces} office:version="1.2"><office:body>{body}</office:body></office:document-content>'
    return pack({"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": manifest}, stored="mimetype")


def odt(carriers: Sequence[str], lines: Sequence[str]) -> bytes:
    """An OpenDocument text, one paragraph a line."""
    inner = "".join(f"<text:p>{escape(line)}</text:p>" for line in (carriers[0], *lines, *carriers[1:]))
    return _odf("text", f"<office:text>{inner}</office:text>")


def ods(carriers: Sequence[str], lines: Sequence[str]) -> bytes:
    """An OpenDocument sheet, one row a line."""
    rows = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>{escape(line)}</text:p>'
        "</table:table-cell></table:table-row>"
        for line in (carriers[0], *lines, *carriers[1:])
    )
    return _odf(
        "spreadsheet", f'<office:spreadsheet><table:table table:name="汇总表">{rows}</table:table></office:spreadsheet>'
    )
