"""How far a case has come, in one word: what `signing` finds and the read model of cases stores."""

from typing import Literal

Stage = Literal["opened", "assigned", "reviewed", "drafted", "returned", "issued"]
