"""送达: what is written down of it names nobody."""

from datetime import date

import pytest

from intake import handlers
from shared.command.decider import Refusal
from support.intake_bench import Bench


async def answered(press):
    """A request with a reply that waits for service."""
    bench = Bench(press)
    request = await bench.accepted()
    await bench.answer(request, "granted", "条例第三十六条第（二）项", materials=("表",))
    return bench, request


@pytest.mark.parametrize(
    "proof", ["某某公司收发室签收", "回证，某 某 公司", "91460000", "发至Ａ@example.org"]
)
async def test_a_proof_that_names_the_applicant_is_refused(press, proof):
    """The proof lies clear in the log and outlives the key: who asked must not stand in it."""
    bench, request = await answered(press)
    before = await bench.store.heads()

    with pytest.raises(Refusal, match="proof-names-person"):
        await handlers.serve_reply(bench.office, bench.by(12), request, date(2025, 3, 11), "in-person", proof)

    assert await bench.store.heads() == before


async def test_a_proof_that_names_nobody_is_kept(press):
    """The post's number, or who signed by part, is proof enough."""
    bench, request = await answered(press)

    await handlers.serve_reply(bench.office, bench.by(12), request, date(2025, 3, 11), "post", "XA91460001CN")

    assert (await bench.last(request)).proof == "XA91460001CN"
