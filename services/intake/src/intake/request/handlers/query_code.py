"""查询码 (查询号 in 指南二（二）2（1）): what the applicant tracks a request with; sixty random bits, easy to read out on the phone."""

import secrets
import unicodedata

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Thirty-two signs, five bits each, without 0 O 1 I."""

SIGNS = 12
GROUP = 4


def draw_query_code() -> str:
    """A new random code such as `K7QM-3XPA-9TRW`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
    return "-".join(signs[at : at + GROUP] for at in range(0, SIGNS, GROUP))


def normalise_query_code(typed: str) -> str:
    """A typed code in the standard form; case, width, blanks and dashes do not matter."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    signs = "".join(sign for sign in plain if sign in ALPHABET)
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))
