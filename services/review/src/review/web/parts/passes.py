"""The passes that pages require. The guard checks each pass before the page runs."""

from typing import Annotated

from fastapi import Depends

from shared.web.access.guards import staff
from shared.web.access.staff_pass import Pass

Anyone = Annotated[Pass, Depends(staff())]
Registrar = Annotated[Pass, Depends(staff("register"))]
Drafter = Annotated[Pass, Depends(staff("draft"))]
RegistrarOrDrafter = Annotated[Pass, Depends(staff("register", "draft"))]
