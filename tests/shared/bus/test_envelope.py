"""The envelope: what goes onto the bus comes off it byte for byte."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.bus.envelope import LISTENS, SERVICES, from_envelope, subject, to_envelope
from shared.eventlog.evidence import chain_hash, genesis, leaf_hash
from shared.message import Recorded, canonical

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
NAMES = st.from_regex(r"[a-z][a-z0-9/.:-]{0,30}", fullmatch=True)
INSTANTS = st.datetimes(min_value=datetime(1949, 10, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis wants the bound naive


@st.composite
def rows(draw) -> Recorded:
    """Any first row of a lane."""
    service, agency = draw(st.sampled_from(SERVICES)), draw(st.sampled_from(["qionghai", "tongliao"]))
    draft = Recorded(
        service=service,
        agency=agency,
        seq=1,
        stream=draw(NAMES),
        version=draw(st.integers(1, 10**6)),
        id=draw(st.uuids()),
        type=draw(st.sampled_from(["request-received", "due-date-set"])),
        schema_version=draw(st.integers(1, 9)),
        occurred_at=draw(INSTANTS),
        recorded_at=draw(INSTANTS),
        actor=draw(NAMES),
        correlation_id=draw(st.uuids()),
        causation_id=draw(st.none() | st.uuids()),
        key_id=draw(st.none() | NAMES),
        body=canonical(draw(st.dictionaries(st.text(max_size=8), PLAIN, max_size=5))),
        leaf=b"",
        chain=b"",
    )
    leaf = leaf_hash(draft)
    return msgspec.structs.replace(draft, leaf=leaf, chain=chain_hash(genesis(service, agency), leaf))


@settings(deadline=None)
@given(rows())
def test_row_comes_back_byte_for_byte(row):
    """Every column and the body survive the envelope, so whoever receives it can check the leaf."""
    back = from_envelope(to_envelope(row, genesis(row.service, row.agency)))

    assert back == row
    assert leaf_hash(back) == row.leaf


@settings(deadline=None)
@given(rows())
def test_envelope_is_a_cloud_event(row):
    """The message has what CloudEvents 1.0 asks for, and the lane's extensions."""
    message = msgspec.json.decode(to_envelope(row, genesis(row.service, row.agency)))

    assert message["specversion"] == "1.0"
    assert message["id"] == str(row.id)
    assert message["source"] == f"/lantai/{row.service}/{row.agency}"
    assert message["sequence"] == "1"
    assert message["prevchain"] == genesis(row.service, row.agency).hex()
    assert message["data"] == msgspec.json.decode(row.body)
    assert message["traceparent"].split("-")[1] == row.correlation_id.hex


@given(rows())
def test_row_that_does_not_follow_is_not_sent(row):
    """A row whose chain does not continue its predecessor's is refused, since the log was altered."""
    with pytest.raises(ValueError, match="does not follow"):
        to_envelope(row, b"\x00" * 32)


@given(rows())
def test_subject_names_service_agency_noun_and_participle(row):
    """The subject has the six tokens that users' rights are written for."""
    tokens = subject(row).split(".")

    assert tokens[:4] == ["lantai", "evt", row.service, row.agency]
    assert "-".join(tokens[4:]) == row.type.replace("due-date", "due-date")
    assert len(tokens) == 6


def test_nobody_listens_to_itself():
    """A service reads its own lanes from its own log."""
    assert all(service not in sources for service, sources in LISTENS.items())
