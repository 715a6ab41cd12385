"""Official documents of the door as PDF: replies, notices, receipt, application form, and where the files are kept."""

from intake.documents.answers import Answer, Asked, compose_answer
from intake.documents.application_form import ApplicationForm, Box, render_form
from intake.documents.blobs import BlobCorrupt, BlobMissing, BlobStore
from intake.documents.notices import (
    CorrectionNotice,
    ExtensionNotice,
    Wanting,
    compose_correction,
    compose_extension,
)
from intake.documents.paper import Contact, Letter, Letterhead, Paper, render_paper
from intake.documents.press import DocumentFailed, Press, RenderedDocument
from intake.documents.receipt import Receipt, render_receipt
from intake.documents.sentences import WordsMissing

__all__ = [
    "Answer",
    "ApplicationForm",
    "Asked",
    "BlobCorrupt",
    "BlobMissing",
    "BlobStore",
    "Box",
    "Contact",
    "CorrectionNotice",
    "DocumentFailed",
    "ExtensionNotice",
    "Letter",
    "Letterhead",
    "Paper",
    "Press",
    "Receipt",
    "RenderedDocument",
    "Wanting",
    "WordsMissing",
    "compose_answer",
    "compose_correction",
    "compose_extension",
    "render_form",
    "render_paper",
    "render_receipt",
]
