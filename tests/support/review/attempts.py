"""Random commands on a case: the usual ones in order, with others in between."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from support.review import cases as a
from support.review import circumstances as b
from support.review.outcomes import CATALOGUE, ENDINGS, FITTING, PAIRS

ROLES = st.sampled_from(("clerk", "section", "deputy", "head", "supervisor"))
PEOPLE = st.sampled_from(("", "the.section", "wang.li"))
DRAFTS = st.integers(1, 3)
CHAINS = st.sampled_from((a.CHAIN, a.CHAIN, a.CHAIN[:2], a.CHAIN[1:], ()))
ASKED = st.sampled_from([question.id for question in a.QUESTIONS])
LETTERS = st.sampled_from((b.LETTER, a.ISSUE))
DAYS = st.integers(-12, 1).map(lambda n: a.TODAY + timedelta(days=n))
DUE_DATES = st.one_of(st.none(), st.integers(-3, 20).map(lambda n: a.TODAY + timedelta(days=n)))
ENDS = st.sampled_from(ENDINGS)
PAIR = st.sampled_from(PAIRS)


def mangled(pair, outcome, gap):
    """A draft for a pair, right or with one error."""
    command = a.answer_with(*pair)
    wrong = {
        "evidence": {"evidence": ()},
        "finding": {"finding": None},
        "decision": {"decision": None},
        "materials": {"materials": ()},
        "law": {"names_law": False},
        "outcome": {"outcome": outcome},
    }
    return replace(command, **wrong.get(gap, {}))


PROPOSALS = st.builds(
    mangled,
    PAIR,
    st.sampled_from([*CATALOGUE, "noproc_petition"]),
    st.sampled_from(("", "", "evidence", "finding", "decision", "materials", "law", "outcome")),
)
MAIN = st.one_of(
    st.just(a.open_case()),
    st.builds(a.assign, st.sampled_from(("综合统计股", "普查股", "")), ROLES),
    st.builds(
        a.review,
        ROLES,
        attribute=st.sampled_from(("open", "part_open", "not_open", "")),
        yes=st.sets(ASKED),
        left_out=st.sets(ASKED, max_size=1),
        reason=st.sampled_from(("", "已征得同意")),
    ),
    st.builds(a.void, ROLES, reason=st.sampled_from(("", "所附清单有误"))),
    PROPOSALS,
    st.builds(a.sign, ROLES, draft=DRAFTS, account=PEOPLE, chain=CHAINS),
    st.builds(a.send_back, ROLES, draft=DRAFTS),
    st.builds(a.issue, ROLES, draft=DRAFTS, chain=CHAINS),
)
SIDES = st.one_of(
    st.builds(b.require, ENDS),
    st.just(b.lift()),
    st.builds(b.extend, ROLES, days=st.integers(-1, 22), due_on=DUE_DATES),
    st.builds(b.approve, ROLES, account=PEOPLE, due_on=DUE_DATES),
    st.builds(b.turn_down, ROLES, reason=st.sampled_from(("", "可以按期答复"))),
    st.builds(
        b.ask,
        kind=st.sampled_from(("third_party", "other_agency", "neighbour")),
        sent_on=DAYS,
        received_on=DAYS,
        letter=LETTERS,
    ),
    st.builds(
        b.answered,
        st.sampled_from(("consents", "refuses", "")),
        reason=st.sampled_from(("", "涉及报价")),
        arrived_on=DAYS,
        letter=LETTERS,
    ),
    st.builds(b.lapse, LETTERS),
)
COMMANDS = st.one_of(MAIN, MAIN, SIDES)
SIGNING = (a.sign("section"), a.sign("deputy"), a.sign("head"))


def usual(pair):
    """The commands that lead a case to this answer if nobody errs."""
    attribute = FITTING.get(pair[0], "open")
    reason = "" if attribute == "open" else "涉及单个统计调查对象"
    sheet = a.review(attribute=attribute, reason=reason)
    ended = (b.require(pair[0]),) if pair[0] in ENDINGS else ()
    return (a.open_case(), a.assign(), sheet, *ended, a.answer_with(*pair), *SIGNING)


@st.composite
def attempted_commands(draw):
    """The usual commands with any others in between and after."""
    stray = st.lists(COMMANDS, max_size=3)
    steps = [(*draw(stray), step) for step in usual(draw(PAIR))]
    return [command for step in steps for command in step] + draw(st.lists(COMMANDS, max_size=5))
