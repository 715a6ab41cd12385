"""Which faces a document uses."""

import unicodedata

from shared.papers.faces import choose, drawable, load_fonts
from shared.papers.press import COMMON


def test_free_faces_stand_in():
    """Without licensed faces Noto stands in, and the title is thickened."""
    faces = choose(["Noto Serif SC", "Noto Sans SC"])

    assert faces.body == ("Noto Serif SC",)
    assert faces.heading == ("Noto Sans SC",)
    assert faces.title_is_stand_in


def test_licensed_faces_come_first():
    """Where the deployment has 仿宋 and 小标宋 they are used, Noto only for what they lack."""
    faces = choose(["Noto Serif SC", "Noto Sans SC", "仿宋_GB2312", "方正小标宋简体"])

    assert faces.body == ("仿宋_GB2312", "Noto Serif SC")
    assert faces.title == ("方正小标宋简体", "Noto Serif SC")
    assert not faces.title_is_stand_in


def test_free_faces_draw_every_common_character():
    """What is set without a look into the tables of the faces is in them."""
    missing = COMMON - drawable(load_fonts()) - {"\n"}

    assert {sign for sign in missing if unicodedata.category(sign) != "Zs"} == set()
