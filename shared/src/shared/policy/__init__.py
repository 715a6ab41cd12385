"""The law as data: packs of values with their clauses, and how the texts of all layers become one answer.

A pack is a folder of TOML; adding an agency is adding a folder. `national` is the floor. An agency's pack may lie in
others (`within`): nation → province → city → agency, as many layers as there are. `resolve` and `Policy` answer what
applies to an agency on a day, and keep the reasons; each layer is held to what applies above it.

`pack.toml` says `format = 2`, id, title, valid_from, [sources], and where they apply:
- `kind = "layer"`: a province or a city, whose texts count for the agencies in it; it is served by no page itself;
- `within = "ID"`: the pack that this one lies in, the national one where none is named;
- `region = "cn-15"`: the region whose festivals count (`shared.workdays.regions`), that of the pack above where none is
  named.

Every other `.toml` file holds entries `[key]` with value, clause and source. `confirmed = false` marks a value that the
agency must still confirm. The linter (`python -m shared.policy lint FOLDER`) refuses what the program would not read.
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
