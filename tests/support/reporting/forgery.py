"""What a forger writes who owns the servers: log and ledger stay consistent, counter, receipts and reporting's checkpoints included.

Each function returns the statements for the log's database and those for reporting's.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from shared.eventlog.evidence import chain_hash, genesis, leaf_hash
from shared.message import Recorded

Forgery = tuple[list[str], list[str]]


def cut(rows: Sequence[Recorded], seq: int) -> Forgery:
    """Cut a lane behind `seq`; 0 removes it."""
    of_agency, of_lane = _places(rows)
    log = [
        f"delete from log.events where {of_agency} and seq > {seq}",
        f"delete from log.commands where {of_agency} and last_seq > {seq}",
    ]
    ledger = [f"delete from ledger.entries where {of_lane} and seq > {seq}"]
    if seq == 0:
        log.append(f"delete from log.lane where {of_agency}")
        ledger.append(f"delete from carrier.checkpoint where {of_lane}")
    else:
        head = f"seq = {seq}, chain = '\\x{rows[seq - 1].chain.hex()}'"
        log.append(f"update log.lane set {head} where {of_agency}")
        ledger.append(f"update carrier.checkpoint set {head} where {of_lane}")
    return log, ledger


def rewrite(rows: Sequence[Recorded], seq: int, **changes: Any) -> Forgery:
    """Change actor or body of one event, and make every leaf and chain behind it fit."""
    of_agency, of_lane = _places(rows)
    forged = rechained(rows, seq, changes)
    head = f"chain = '\\x{forged[-1].chain.hex()}'"
    return (
        [*_overwriting("log.events", of_agency, forged), f"update log.lane set {head} where {of_agency}"],
        [
            *_overwriting("ledger.entries", of_lane, forged),
            f"update carrier.checkpoint set {head} where {of_lane} and seq = {forged[-1].seq}",
        ],
    )


def rechained(rows: Sequence[Recorded], seq: int, changes: Mapping[str, Any]) -> list[Recorded]:
    """A lane with one event changed, and leaves and chains that fit again."""
    chain, made = genesis(rows[0].service, rows[0].agency), []
    for row in rows:
        fresh = replace(row, **changes) if row.seq == seq else row
        leaf = leaf_hash(fresh)
        chain = chain_hash(chain, leaf)
        made.append(replace(fresh, leaf=leaf, chain=chain))
    return made


def _places(rows: Sequence[Recorded]) -> tuple[str, str]:
    """The conditions for the lane's rows in its log and in reporting's database."""
    of_agency = f"agency = '{rows[0].agency}'"
    return of_agency, f"service = '{rows[0].service}' and {of_agency}"


def _overwriting(table: str, where: str, rows: Sequence[Recorded]) -> list[str]:
    return [
        f"update {table} set actor = '{row.actor}', body = '\\x{row.body.hex()}', leaf = '\\x{row.leaf.hex()}',"
        f" chain = '\\x{row.chain.hex()}' where {where} and seq = {row.seq}"
        for row in rows
    ]
