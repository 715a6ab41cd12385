"""Commands on requests: load, fold, decide, append. Each is idempotent by its origin's command id."""

from intake.handlers.checking import accept_request, complete_formal_check, withdraw_request
from intake.handlers.correcting import correct_request, notify_correction, request_correction
from intake.handlers.dossier import Dossier, dossier_of, key_of
from intake.handlers.filing import file_request, refuse_inadmissible, register_request
from intake.handlers.identity import destroy_key, view_applicant
from intake.handlers.importing import (
    Catalogue,
    PastRecord,
    catalogue_of,
    import_past_request,
)
from intake.handlers.office import Office, do, first_row, received_of, rows_of, stream_of
from intake.handlers.papers import (
    UNSET,
    Numbering,
    Papers,
    commit_numbered,
)
from intake.handlers.past_ledger import Fault, Imported, PastLedger
from intake.handlers.past_lines import numbered_lines
from intake.handlers.serving import notify_extension, serve_reply

__all__ = [
    "UNSET",
    "Catalogue",
    "Dossier",
    "Fault",
    "Imported",
    "Numbering",
    "Office",
    "Papers",
    "PastLedger",
    "PastRecord",
    "accept_request",
    "catalogue_of",
    "commit_numbered",
    "complete_formal_check",
    "correct_request",
    "destroy_key",
    "do",
    "dossier_of",
    "file_request",
    "first_row",
    "import_past_request",
    "key_of",
    "notify_correction",
    "notify_extension",
    "numbered_lines",
    "received_of",
    "refuse_inadmissible",
    "register_request",
    "request_correction",
    "rows_of",
    "serve_reply",
    "stream_of",
    "view_applicant",
    "withdraw_request",
]
