"""Loads a request from the log: its rows, its state and the events that hold its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from intake.request.application import Application, unseal_application
from intake.request.decide import filed, request_decider
from intake.request.handlers.dependencies import Dependencies
from intake.request.handlers.stream import received_of, rows_of
from intake.request.serving.proof import TypedProof, read_proof
from intake.request.state import Filed
from shared.command.decider import Gone
from shared.command.execute import state_after
from shared.eventlog.store import EventStore
from shared.events.intake.correction import RequestCorrected
from shared.events.intake.request import RequestReceived
from shared.events.names import PROOF
from shared.events.registry import load
from shared.events.substance import Recalled
from shared.events.terms import Proof
from shared.message import Recorded
from shared.privacy.sealing import KeyDestroyedError, SubjectKey
from shared.privacy.vault import Vault
from shared.words.quotation import recalled


@dataclass(frozen=True, slots=True)
class LoadedRequest:
    """A request loaded from the log; its texts are encrypted until `opened` decrypts them."""

    rows: Sequence[Recorded]
    state: Filed
    received: RequestReceived
    corrected: RequestCorrected | None

    @property
    def key_id(self) -> str:
        """The id of the key under which all rows of the request are sealed."""
        return str(self.rows[0].key_id)

    def opened(self, key: SubjectKey) -> Application:
        """Decrypt the application with its correction, if any. Raises `BoxSpoiledError`."""
        return unseal_application(key, self.received, self.corrected)

    def recalled(self, key: SubjectKey) -> Recalled:
        """The request as its letters recall it and as the signers saw it. Raises `BoxSpoiledError`."""
        file = self.state.file
        return recalled(file.year, file.number, file.received_on, self.opened(key).content)


async def load_request(store: EventStore, agency: str, request_id: UUID) -> LoadedRequest:
    """Load a request. Raises `Refusal` when there is none."""
    rows = await rows_of(store, agency, request_id)
    corrections = [event for event in map(load, rows) if isinstance(event, RequestCorrected)]
    state = filed(state_after(request_decider, rows))
    return LoadedRequest(rows, state, received_of(rows[0]), corrections[-1] if corrections else None)


async def sealed_proof(deps: Dependencies, agency: str, request_id: UUID, typed: str) -> Proof | None:
    """Read 送达凭证 as typed and seal its free words under the request's key; None when nothing was typed.

    Raises `Refusal` for an unreadable line, `Gone` for free words after the key was destroyed.
    """
    read = read_proof(typed)
    if read == TypedProof():
        return None
    if read.words is None:
        return Proof(number=read.number, signed_by=read.signed_by)
    key = await key_of(deps.vault, agency, await load_request(deps.store, agency, request_id))
    note = key.seal("text", PROOF, read.words)
    return Proof(number=read.number, signed_by=read.signed_by, note=note)


async def key_of(vault: Vault, agency: str, loaded: LoadedRequest) -> SubjectKey:
    """The request's key. Raises `Gone` (410) once it is destroyed."""
    try:
        return await vault.open(agency, loaded.key_id)
    except KeyDestroyedError as error:
        reason = "申请人信息的密钥已经销毁，这件申请不能再办理。"
        raise Gone("key-destroyed", reason, "《个人信息保护法》第四十七条") from error
