"""送达凭证: codes in clear, every word of a person sealed."""

from datetime import date

import pytest

from intake.request.handlers.serving import serve_reply
from intake.request.handlers.stream import stream_of
from intake.request.serving.proof import read_proof
from shared.command.decider import Refusal
from shared.events.registry import dump, load
from shared.events.terms import Proof
from support.intake.reactions import IntakeInMemory

TELLING = ["林先生 13876543210", "某某公司收发室签收", "91460000", "发至Ａ@example.org", "WX13876543210"]


async def answered(press):
    """A request with a reply that waits for service."""
    memory_intake = IntakeInMemory(press)
    request = await memory_intake.accepted()
    await memory_intake.answer(request, "granted", "条例第三十六条第（二）项", materials=("表",))
    return memory_intake, request


async def served(press, method, proof):
    """Serve a reply by this method; return the intake and the event."""
    memory_intake, request = await answered(press)
    await serve_reply(memory_intake.deps, memory_intake.by(12), request, date(2025, 3, 11), method, proof)
    rows = await memory_intake.store.load("qionghai", stream_of(request))
    return memory_intake, request, next(load(row) for row in rows if row.type == "reply-dispatched")


@pytest.mark.parametrize("typed", TELLING)
async def test_free_words_of_a_proof_are_sealed(press, typed):
    """What is no number of the post and no signer of the list stands in no event in clear, and opens with the key."""
    memory_intake, request, event = await served(press, "in-person", typed)

    assert typed.encode() not in dump(event)
    assert event.served.proof == Proof(note=event.served.proof.note)
    assert (await memory_intake.key(request)).unseal("proof", event.served.proof.note) == typed


async def test_a_number_of_the_post_stands_in_clear(press):
    """A number alone is kept as a code; nothing is sealed."""
    _, _, event = await served(press, "post", " XA123456789CN ")

    assert event.served.proof == Proof(number="XA123456789CN")


@pytest.mark.parametrize(
    ("typed", "number", "signed_by", "words"),
    [
        ("xa123456789cn", "XA123456789CN", None, None),
        ("ＸＡ 2025 0000 046", "XA20250000046", None, None),
        ("XA 2025 0000 0 46", "XA20250000046", None, None),
        ("1051234567890", "1051234567890", None, None),
        ("13876543210", None, None, "13876543210"),
        ("8613876543210", None, None, "8613876543210"),
        ("460006199001011234", None, None, "460006199001011234"),
        ("挂号信 XA 2025 0000 0 46", "XA20250000046", None, "挂号信 XA 2025 0000 0 46"),
        ("本人签收", None, "applicant", None),
        ("代理人签收", None, "agent", None),
        ("同住成年家属签收", None, "household", None),
        ("收发室签收", None, "mailroom", None),
        ("单位签收", None, "organisation", None),
        ("送达回证，申请人本人签收", None, "applicant", "送达回证，申请人本人签收"),
        ("不是本人签收", None, None, "不是本人签收"),
        ("代理人林某签收", None, None, "代理人林某签收"),
    ],
)
def test_a_proof_is_read_without_loss(typed, number, signed_by, words):
    """Number and signer become codes; words are kept wherever the codes do not say all that was typed."""
    read = read_proof(typed)

    assert (read.number, read.signed_by, read.words) == (number, signed_by, words)


@pytest.mark.parametrize("typed", ["x" * 101, "一\n二", "\u0000"])
def test_a_proof_that_is_no_line_is_refused(typed):
    """A proof is one line of at most a hundred characters."""
    with pytest.raises(Refusal, match="proof-malformed"):
        read_proof(typed)
