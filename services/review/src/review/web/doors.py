"""Who may come to which page; each is a pass that the door has found good."""

from typing import Annotated

from fastapi import Depends

from shared.web.access.guards import staff
from shared.web.access.staff_pass import Pass

Anyone = Annotated[Pass, Depends(staff())]
Clerk = Annotated[Pass, Depends(staff("clerk"))]
Section = Annotated[Pass, Depends(staff("section"))]
ClerkOrSection = Annotated[Pass, Depends(staff("clerk", "section"))]
