"""From an agency's policy and a request's history to its papers: the head, the words, the redress."""

from intake.letters.answers import Earlier, ForgedOutcome, Substance, answer_letter
from intake.letters.forms import application_form
from intake.letters.heads import Head, asked_of, letterhead_of, paper_of
from intake.letters.notices import correction_letter, extension_letter

__all__ = [
    "Earlier",
    "ForgedOutcome",
    "Head",
    "Substance",
    "answer_letter",
    "application_form",
    "asked_of",
    "correction_letter",
    "extension_letter",
    "letterhead_of",
    "paper_of",
]
