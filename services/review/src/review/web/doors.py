"""Who may come to which page; each is a pass that the door has found good."""

from typing import Annotated

from fastapi import Depends

from shared.web.access import Pass
from shared.web.guards import staff

Anyone = Annotated[Pass, Depends(staff())]
Clerk = Annotated[Pass, Depends(staff("clerk"))]
Section = Annotated[Pass, Depends(staff("section"))]
ClerkOrSection = Annotated[Pass, Depends(staff("clerk", "section"))]
