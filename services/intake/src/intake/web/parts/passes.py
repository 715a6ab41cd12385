"""Staff access to pages and forms, by the capability that the pass must hold."""

from typing import Annotated

from fastapi import Depends

from shared.web.access.guards import staff
from shared.web.access.staff_pass import Pass

Anyone = Annotated[Pass, Depends(staff())]
Registrar = Annotated[Pass, Depends(staff("register"))]
KeyDestroyer = Annotated[Pass, Depends(staff("destroy-key"))]
IdentityViewer = Annotated[Pass, Depends(staff("view-identity"))]
