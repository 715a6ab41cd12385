"""What intake renders and ends when review and deadline speak; each paper is read back from its PDF."""

from dataclasses import replace
from datetime import date

import pytest

from intake.request.handlers.checking import withdraw_request
from intake.request.handlers.correcting import correct_request
from intake.request.handlers.serving import notify_extension, serve_reply
from shared.events import names
from shared.events.intake.correction import CorrectionLapsed
from shared.events.intake.request import ExtensionNoticeRendered, PaperReceived
from shared.papers.sentences import WordsMissing
from support.intake.papers import pages_in
from support.intake.reactions import APPLICATION
from support.intake.replies import approved, issued, missed

R1 = "先向琼海市人民政府申请行政复议"
R2 = "或者自收到本答复之日起6个月内"


@pytest.mark.parametrize(
    ("outcome", "clause", "parts", "printed", "redress"),
    [
        (
            "partial",
            "条例第三十七条",
            {
                "materials": ("汇总表",),
                "evidence": (
                    ("redaction-record", {"redacted_parts": "户名", "redacted_why": "能识别个人"}, None),
                ),
            },
            (
                "部分公开答复书",
                "附件：汇总表",
                "不予公开的部分：户名。",
                "理由和依据：能识别个人。",
                "电子邮件方式",
            ),
            (R1, R2),
        ),
        (
            "deny_law_forbids",
            "条例第十四条、第三十六条第（三）项",
            {"finding": "依《统计法》第二十八条应当保密。", "decision": "可以查阅年鉴。"},
            ("不予公开告知书", "依《统计法》第二十八条", "第十四条、第三十六条第（三）项", "可以查阅年鉴。"),
            (R1,),
        ),
        (
            "unable_not_held",
            "条例第三十六条第（四）项",
            {"evidence": (("search-record", {"search_where": "档案室", "search_on": "2025-03-04"}, None),)},
            (
                "政府信息不存在告知书",
                "检索范围：档案室。",
                "检索日期：2025年3月4日。",
                "第三十六条第（四）项",
            ),
            (R2,),
        ),
        (
            "unable_not_held",
            "条例第三十六条第（五）项",
            {
                "evidence": (
                    (
                        "responsible-agency",
                        {"responsible_name": "市自然资源局", "responsible_contact": "0898-1"},
                        None,
                    ),
                )
            },
            ("非本机关负责公开政府信息告知书", "负责机关：市自然资源局。", "0898-1"),
            (R2,),
        ),
        (
            "noproc_duplicate",
            "条例第三十六条第（六）项",
            {"evidence": (("earlier-case", {"earlier_on": "2020-05-06"}, "琼统〔2020〕4号"),)},
            ("不予重复处理告知书", "以琼统〔2020〕4号作出答复", "原答复日期：2020年5月6日。"),
            (R2,),
        ),
    ],
)
async def test_each_answer_is_read_back(memory_intake, outcome, clause, parts, printed, redress):
    """Each kind of answer names addressee, receipt, request, facts, article and exactly its own remedies."""
    words = await memory_intake.answer(await memory_intake.accepted(), outcome, clause, **parts)

    for part in (*printed, "某某公司：", "2025年3月3日", "住户调查样本户名单", "海统公开〔2025〕1号"):
        assert part in words
    assert tuple(way for way in (R1, R2) if way in words) == redress


async def test_a_duplicate_names_the_days_of_the_earlier_answer(memory_intake):
    """The earlier answer's days come from the log, by its 文号."""
    first = await memory_intake.accepted()
    await memory_intake.grant(first)
    await serve_reply(memory_intake.deps, memory_intake.by(12), first, date(2025, 3, 11), "electronic")

    words = await memory_intake.refer_to("海统公开〔2025〕1号", date(2025, 4, 1))

    assert "海统公开〔2025〕1号（2025年3月10日作出，2025年3月11日送达）" in words
    assert "海统公开〔2025〕2号" in words


async def test_a_missed_correction_lapses_and_is_answered(memory_intake):
    """No correction by the due date: deemed abandoned, and the reply names the notice, its service and its last day."""
    request = await memory_intake.awaiting_correction()

    await memory_intake.lapse.react(memory_intake.store, await missed(request))

    lapsed = await memory_intake.last(request)
    assert isinstance(lapsed, CorrectionLapsed)
    assert (lapsed.due_on, lapsed.lapsed_on, lapsed.basis.clause) == (
        date(2025, 3, 19),
        date(2025, 3, 20),
        "条例第三十条",
    )
    evidence = (("correction-notice", {"notice_served_on": "2025-03-05"}, "海统公开补〔2025〕1号"),)
    words = await memory_intake.answer(
        request, "other_no_correction", "条例第三十条", day=date(2025, 3, 24), evidence=evidence
    )
    for part in (
        "2025年3月5日以当面领取方式",
        "海统公开补〔2025〕1号",
        "2025年3月19日届满",
        "视为放弃申请",
        R2,
    ):
        assert part in words


@pytest.mark.parametrize("clock", ["reply", "correction-notice"])
async def test_other_clocks_lapse_nothing(memory_intake, clock):
    """The miss of another clock of the same request is no lapse."""
    request = await memory_intake.awaiting_correction()

    await memory_intake.lapse.react(memory_intake.store, await missed(request, clock))

    assert isinstance(await memory_intake.last(request), PaperReceived)


async def test_a_correction_that_came_does_not_lapse(memory_intake):
    """A miss that is heard of after the correction came changes nothing."""
    request = await memory_intake.awaiting_correction()
    clear = replace(APPLICATION, content="2024年样本户数")
    await correct_request(memory_intake.deps, memory_intake.by(19, "applicant"), request, clear)
    before = await memory_intake.store.heads()

    await memory_intake.lapse.react(memory_intake.store, await missed(request))

    assert await memory_intake.store.heads() == before


async def test_a_withdrawn_request_is_ended_on_paper(memory_intake):
    """终止办理告知书 names the day of the withdrawal and carries no remedies."""
    request = await memory_intake.accepted()
    await withdraw_request(memory_intake.deps, memory_intake.by(6, "applicant"), request, date(2025, 3, 6))

    words = await memory_intake.answer(
        request,
        "other_other",
        "国办公开办函〔2021〕30号表三（六）3",
        evidence=(("closing-record", {"closing_why": "申请人撤回申请"}, None),),
    )

    for part in ("政府信息公开申请终止办理告知书", "你单位于2025年3月6日向本机关撤回该申请", "决定终止办理"):
        assert part in words
    assert "行政复议" not in words


async def test_a_reply_that_crossed_the_withdrawal_is_rendered(memory_intake):
    """What was signed before the withdrawal was heard of still reaches the applicant."""
    request = await memory_intake.accepted()
    await withdraw_request(memory_intake.deps, memory_intake.by(6, "applicant"), request, date(2025, 3, 6))

    words = await memory_intake.grant(request)

    assert "决定予以公开" in words


async def test_an_approved_extension_becomes_a_notice(memory_intake):
    """延期答复告知书 under its own number, with the reason and who consented, and the later reply tells of it."""
    request = await memory_intake.accepted()
    key = await memory_intake.key(request)

    await memory_intake.extend.react(memory_intake.store, await approved(key, request))

    rendered = await memory_intake.last(request)
    assert isinstance(rendered, ExtensionNoticeRendered)
    assert rendered.letter.document_number == "海统公开延〔2025〕1号"
    pdf = key.open_bytes("identity", names.EXTENSION_NOTICE, memory_intake.blobs.kept[rendered.letter.blob])
    words = "".join(pages_in(pdf))
    for part in (
        "延期答复告知书",
        "因需要核对五个年度的分镇数据",
        "分管领导同意",
        "延长10个工作日",
        "2025年3月8日印发",
    ):
        assert part in words
    assert "行政复议" not in words
    await notify_extension(memory_intake.deps, memory_intake.by(10), request, date(2025, 3, 9), "post", "XA1")
    reply = await memory_intake.grant(request)
    assert "延长答复期限10个工作日，并于2025年3月9日告知你单位（海统公开延〔2025〕1号）" in reply


async def test_an_extension_is_rendered_once_and_in_time(memory_intake):
    """A redelivered or a second approval, and one for a request that was taken back, make no paper."""
    request, other = await memory_intake.accepted(), await memory_intake.accepted()
    row = await approved(await memory_intake.key(request), request)
    await memory_intake.extend.react(memory_intake.store, row)
    await withdraw_request(memory_intake.deps, memory_intake.by(6), other, date(2025, 3, 6))
    before = await memory_intake.store.heads()

    await memory_intake.extend.react(memory_intake.store, row)
    await memory_intake.extend.react(
        memory_intake.store, await approved(await memory_intake.key(request), request, 5)
    )
    await memory_intake.extend.react(
        memory_intake.store, await approved(await memory_intake.key(other), other)
    )

    assert await memory_intake.store.heads() == before


@pytest.mark.parametrize(
    ("outcome", "clause"),
    [("unable_not_held", "条例第三十六条第（四）项"), ("other_no_correction", "条例第三十条")],
)
async def test_an_answer_without_what_it_rests_on_parks_the_lane(memory_intake, outcome, clause):
    """不存在 without a search, 不再处理 of a request that did not lapse: nothing is rendered or numbered."""
    request = await memory_intake.accepted()
    key = await memory_intake.key(request)
    row = await issued(memory_intake.store, key, request, outcome, clause)
    before = await memory_intake.store.heads()

    with pytest.raises(WordsMissing):
        await memory_intake.render.react(memory_intake.store, row)

    assert await memory_intake.store.heads() == before
