"""Official documents of the door: the reply and the receipt as PDF, and where the files are kept."""

from intake.documents.blobs import BlobCorrupt, BlobMissing, BlobStore
from intake.documents.outcomes import AlreadyPublic, Asked, Provided, PublishedItem, compose_granted
from intake.documents.press import DocumentFailed, Press, RenderedDocument
from intake.documents.receipt import Receipt, render_receipt
from intake.documents.reply import Contact, Letter, Letterhead, Reply, render_reply

__all__ = [
    "AlreadyPublic",
    "Asked",
    "BlobCorrupt",
    "BlobMissing",
    "BlobStore",
    "Contact",
    "DocumentFailed",
    "Letter",
    "Letterhead",
    "Press",
    "Provided",
    "PublishedItem",
    "Receipt",
    "RenderedDocument",
    "Reply",
    "compose_granted",
    "render_receipt",
    "render_reply",
]
