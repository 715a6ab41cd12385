"""The law as data: packs of values with their clauses, and how national and local texts become one answer.

`national` is the floor. A pack is a folder of TOML; adding an agency is adding a folder. `resolve` and `Policy`
answer what applies to an agency on a day, and keep the reasons.
"""

from shared.policy.errors import BrokenPack as BrokenPack
from shared.policy.errors import NotInForce as NotInForce
from shared.policy.errors import PolicyError as PolicyError
from shared.policy.errors import UnknownAgency as UnknownAgency
from shared.policy.errors import UnknownKey as UnknownKey
from shared.policy.library import BUILT_IN as BUILT_IN
from shared.policy.library import FOLDER_VARIABLE as FOLDER_VARIABLE
from shared.policy.library import PackLibrary as PackLibrary
from shared.policy.library import default_library as default_library
from shared.policy.library import library_with as library_with
from shared.policy.policy import Policy as Policy
from shared.policy.policy import PolicyOf as PolicyOf
from shared.policy.policy import national_roles as national_roles
from shared.policy.policy import policies as policies
from shared.policy.policy import resolve as resolve
from shared.policy.resolution import LAYER_NAMES as LAYER_NAMES
from shared.policy.resolution import Overridden as Overridden
from shared.policy.resolution import Resolved as Resolved
from shared.policy.roles import Capability as Capability
from shared.policy.roles import Role as Role
from shared.policy.roles import Roles as Roles
