"""佐证: the kinds of evidence of a pack, each with its words and the boxes of its form."""

from typing import Annotated, Literal

import msgspec

from shared.policy.values import Shape, Text

BoxName = Annotated[str, msgspec.Meta(pattern=r"^(?!reference$)[a-z][a-z_]{1,60}$")]
"""The name of the form's field, under which the box is sealed too."""


class EvidenceBox(Shape, frozen=True, kw_only=True):
    """One box of a kind; the shape `reference` is the 文号 of another paper of the agency, which stays in clear."""

    name: BoxName
    label: Text
    hint: str = ""
    shape: Literal["line", "text", "date", "reference"] = "line"


class EvidenceKind(Shape, frozen=True, kw_only=True):
    """佐证种类: its heading, the sentence for missing evidence, its boxes, and how a letter prints it.

    `letter` is the name of its words in sentences of letters; without it no letter prints it. `printed` are such sentences,
    told among the facts of every letter that rests on it; without them letters.toml has a place for the name.
    """

    label: Text
    missing: Text
    boxes: Annotated[tuple[EvidenceBox, ...], msgspec.Meta(min_length=1)]
    letter: str = ""
    printed: str = ""

    @property
    def reference(self) -> EvidenceBox | None:
        """The box of the 文号, None for a kind that names no other paper."""
        return next((box for box in self.boxes if box.shape == "reference"), None)
