"""Reacts to review's `extension-approved`: numbers and renders 延期答复告知书 (条例第三十三条第二款)."""

from dataclasses import dataclass, replace
from typing import Literal

from intake.register import numbers
from intake.request.commands import RequestCommand
from intake.request.handlers.loaded_request import LoadedRequest, load_request
from intake.request.handlers.papers import UNSET, Numbering, Papers, commit_numbered
from intake.request.papers.asked import Head, asked_of, paper_of
from intake.request.papers.notices import extension_letter
from intake.request.serving.commands import RenderExtensionNotice
from intake.request.state import Accepted
from shared.command.reaction import Reaction
from shared.eventlog.store import EventStore
from shared.events.names import EXTENSION_NOTICE, REASON
from shared.events.registry import load
from shared.events.review.case import ExtensionApproved
from shared.message import Recorded, follow
from shared.papers.paper import Paper
from shared.policy import PolicyOf
from shared.privacy.sealing import SubjectKey
from shared.privacy.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderApprovedExtension(Reaction):
    """同意延期 → 文号、成文: the notice gets its number and its addressee, dated on the day of consent."""

    vault: Vault
    papers: Papers
    policy_of: PolicyOf
    name: str = "intake.render-extension"
    source: str = "review"
    transaction: Literal["shared", "own"] = "own"
    types: frozenset[str] = frozenset({ExtensionApproved.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Render once. Do nothing if the request is not under way or already has an extension.

        Raises `KeyDestroyedError`, `BoxSpoiledError`, `DocumentFailed`, each of which makes the event a dead letter.
        """
        approved = load(row)
        if not isinstance(approved, ExtensionApproved):
            return
        loaded = await load_request(store, row.agency, approved.request_id)
        state = loaded.state
        if not isinstance(state, Accepted) or state.file.extension is not None:
            return
        key = await self.vault.open(row.agency, loaded.key_id)
        command = RenderExtensionNotice(
            origin=follow(row, self.name),
            extension_id=approved.extension_id,
            working_days=approved.working_days,
            letter=UNSET,
        )

        async def command_with(number: int) -> RequestCommand:
            paper = self._paper(key, loaded, approved, number)
            return replace(command, letter=await self.papers.make(key, EXTENSION_NOTICE, paper))

        numbering = Numbering(numbers.EXTENSIONS, approved.approved_on.year, approved.request_id)
        await commit_numbered(store, numbering, command_with, command)

    def _paper(
        self, key: SubjectKey, loaded: LoadedRequest, approved: ExtensionApproved, number: int
    ) -> Paper:
        """The notice in words, by the agency's policy of the day of consent."""
        agency, on, application = loaded.rows[0].agency, approved.approved_on, loaded.opened(key)
        policy = self.policy_of(agency, on)
        asked = asked_of(policy, loaded.state.file, application.content)
        reason = key.unseal(REASON, approved.reason)
        letter = extension_letter(policy, asked, reason, approved.working_days, approved.approver)
        document_number = numbers.document_number(policy, numbers.EXTENSIONS, on.year, number)
        return paper_of(Head(policy, application.name, document_number, on, self.papers.exercise), letter)
