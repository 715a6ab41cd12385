"""The stage of a case in one word: `signing` derives it and the read model of cases stores it."""

from typing import Literal

Stage = Literal["opened", "assigned", "reviewed", "drafted", "returned", "issued"]
