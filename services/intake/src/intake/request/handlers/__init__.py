"""Handlers of commands on requests: load, fold, decide, append. Each is idempotent by its origin's command id."""

from intake.request.handlers.checking import accept_request, complete_formal_check, withdraw_request
from intake.request.handlers.correcting import correct_request, notify_correction, request_correction
from intake.request.handlers.dossier import LoadedRequest, key_of, load_request
from intake.request.handlers.filing import file_request, refuse_inadmissible, register_request
from intake.request.handlers.identity import destroy_key, view_applicant
from intake.request.handlers.office import Dependencies, do, first_row, received_of, rows_of, stream_of
from intake.request.handlers.papers import UNSET, Numbering, Papers, commit_numbered
from intake.request.handlers.serving import notify_extension, serve_reply

__all__ = [
    "UNSET",
    "Dependencies",
    "LoadedRequest",
    "Numbering",
    "Papers",
    "accept_request",
    "commit_numbered",
    "complete_formal_check",
    "correct_request",
    "destroy_key",
    "do",
    "file_request",
    "first_row",
    "key_of",
    "load_request",
    "notify_correction",
    "notify_extension",
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
