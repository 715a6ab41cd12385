"""Its own `key-destroyed`: the key is gone, whatever happened in between."""

from dataclasses import dataclass

from shared.command.reaction import Reaction
from shared.eventlog.store import EventStore
from shared.events.intake.request import KeyDestroyed
from shared.message import Recorded
from shared.privacy.sealing import KeyDestroyedError
from shared.privacy.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishKeyDestruction(Reaction):
    """销毁密钥 → the key is gone, also when the process died between the event and the vault."""

    vault: Vault
    name: str = "intake.destroy-key"
    source: str = "intake"
    types: frozenset[str] = frozenset({KeyDestroyed.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:  # noqa: ARG002  # the port's signature
        """Destroy the key that the row names, unless the handler has: destroying rewrites the key database."""
        try:
            await self.vault.open(row.agency, str(row.key_id))
        except KeyDestroyedError:
            return
        await self.vault.destroy(row.agency, str(row.key_id))
