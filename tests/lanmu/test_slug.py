"""Titles as addresses."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanmu.slug import slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于投资", "guan-yu-tou-zi"),
        ("2026年第3号公告", "2026-nian-di-3-hao-gong-gao"),
        ("“中国山西”门户网站", "zhong-guo-shan-xi-men-hu-wang-zhan"),
        ("二〇二六年工作要点", "er-ling-er-liu-nian-gong-zuo-yao-dian"),
        ("ＡＢＣ测试", "abc-ce-shi"),
        ("绿色发展", "lv-se-fa-zhan"),
        ("IPv6 改造", "ipv6-gai-zao"),
        ("！！！", ""),
        ("", ""),
        ("a" * 90, "a" * 60),
    ],
)
def test_slug(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_a_long_title_is_cut_at_a_word() -> None:
    found = slug("关于进一步加强全省科技计划项目全过程管理工作的若干意见的通知")
    assert len(found) <= 60
    assert found == "guan-yu-jin-yi-bu-jia-qiang-quan-sheng-ke-ji-ji-hua-xiang-mu"


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_title_makes_a_lawful_slug(title: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(title))
    assert len(slug(title)) <= 60
