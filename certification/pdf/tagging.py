"""Adds to a drawn page what reportlab does not: structure tree, XMP, the attached credential."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from certification.pdf.drawing import Drawn
from certification.pdf.marks import ATTACHMENT, CODE_MARK, MEDIA_TYPE
from certification.pdf.paper import Paper


def tag(drawn: Drawn, paper: Paper, code: str, credential: bytes, issued_at: datetime) -> bytes:
    """The page as a tagged PDF 1.7 with `credential` attached byte for byte (ISO 32000 §14.7)."""
    with pikepdf.open(io.BytesIO(drawn.pdf)) as pdf:
        _structure(pdf, drawn, paper)
        _attachment(pdf, credential, issued_at)
        _metadata(pdf, paper, code, issued_at)
        result = io.BytesIO()
        pdf.save(result, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return result.getvalue()


def _structure(pdf: pikepdf.Pdf, drawn: Drawn, paper: Paper) -> None:
    page: Any = pdf.pages[0].obj
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Document, P=root, Lang=String(paper.language))
    )
    children = Array()
    by_content: dict[int, Any] = {}
    for element in drawn.structure:
        made = Dictionary(
            Type=Name.StructElem,
            S=Name("/" + element.tag),
            P=document,
            Pg=page,
            K=Array(list(element.contents)),
        )
        if element.alternative:
            made.Alt = String(element.alternative)
        child = pdf.make_indirect(made)
        children.append(child)
        by_content.update(dict.fromkeys(element.contents, child))
    document.K = children
    root.K = Array([document])
    parents = pdf.make_indirect(Array([by_content[number] for number in sorted(by_content)]))
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([0, parents])))
    root.ParentTreeNextKey = 1
    page.StructParents = 0
    page.Tabs = Name.S
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String(paper.language)
    pdf.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, Direction=Name.R2L if paper.right_to_left else Name.L2R
    )


def _attachment(pdf: pikepdf.Pdf, credential: bytes, issued_at: datetime) -> None:
    stamp = issued_at.strftime("D:%Y%m%d%H%M%SZ")
    attached = pikepdf.AttachedFileSpec(
        pdf,
        credential,
        description="Open Badges 3.0 credential",
        filename=ATTACHMENT,
        mime_type=MEDIA_TYPE,
        creation_date=stamp,
        mod_date=stamp,
    )
    pdf.attachments[ATTACHMENT] = attached
    attached.obj.AFRelationship = Name.Data
    pdf.Root.AF = Array([attached.obj])


def _metadata(pdf: pikepdf.Pdf, paper: Paper, code: str, issued_at: datetime) -> None:
    pdf.docinfo["/Keywords"] = f"{CODE_MARK}{code}"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        if "/Trapped" in pdf.docinfo:
            del pdf.docinfo["/Trapped"]
        metadata.load_from_docinfo(pdf.docinfo)
        metadata["dc:title"] = paper.document_title
        metadata["dc:language"] = {paper.language}
        metadata["xmp:CreateDate"] = issued_at.isoformat(timespec="seconds")
