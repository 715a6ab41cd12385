"""Writes attachments, the files of a subject, to the store of blobs and reads them.

The service that owns the subject writes; a service that holds the scope reads. The kind of a file is checked earlier.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from shared.events.terms import Attachment
from shared.files.blobs import Blobs
from shared.privacy.sealing import Scope, SubjectKey, scope_of

NAME_FIELD: Final = "attachment-name"
BYTES_FIELD: Final = "attachment"
"""The field names under which name and bytes of every attachment are sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file in clear; it exists only during one command or one page."""

    name: str
    media_type: str
    content: bytes


async def keep(blobs: Blobs, key: SubjectKey, scope: Scope, file: File, *, issued: bool) -> Attachment:
    """Seal a file and write it to the store, before an event names it.

    `issued`: the agency issues the file, so the event holds its hash in clear. Raises `ScopeClosedError`.
    """
    blob = await blobs.put(key.seal_bytes(scope, BYTES_FIELD, file.content))
    return Attachment(
        name=key.seal(scope, NAME_FIELD, file.name),
        scope=scope,
        key_id=key.key_id,
        media_type=file.media_type,
        bytes=len(file.content),
        blob=blob,
        sha256=sha256(file.content).hexdigest() if issued else None,
    )


async def read(blobs: Blobs, key: SubjectKey, attachment: Attachment) -> File:
    """Open a file with the key that it names.

    Raises `BlobMissing`, `BlobCorrupt`, `ScopeClosedError`, `BoxSpoiledError`.
    """
    sealed = await blobs.get(attachment.blob)
    return File(
        name=key.unseal(NAME_FIELD, attachment.name),
        media_type=attachment.media_type,
        content=key.open_bytes(scope_of(attachment.scope), BYTES_FIELD, sealed),
    )
