"""Waivers and confirmations: who may let what pass, and what is said of every other entry."""

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType

import pytest

import lanmu.rules
from lanmu.finding import Finding
from lanmu.rules import checks, engine, examples, excuses, registry
from lanmu.rules.attached import documents
from lanmu.rules.form import encoding
from lanmu.rules.rule import Example, Rule
from lanmu.rules.sample import COLUMNS, FILES, NEWS, edited

AUTHOR = "author: 省科技厅信息员\n"
PHONE = "值班手机13803510042。\n"
SECRET = "密级：机密★5年\n"
BROKEN = "[说明](mei-you.html)\n"
ATTACHED = "content/kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui/fu-jian.txt"
LINE = 6  # of the first entry


def entry(rule: str = "B206", by: str = "kjt-head", reason: str = "公布的值班电话") -> str:
    return f"  - {{rule: {rule}, by: {by}, reason: {reason}}}\n"


def news(front: str, body: str = "") -> dict[str, str | bytes | None]:
    return {NEWS: FILES[NEWS].replace(AUTHOR, front) + body}


def check(front: str, body: str = "", attached: str = "") -> list[tuple[str, int | None]]:
    """Rule and line of all that is found in the sample's news with other front matter, more text, an attachment."""
    said = examples.run(Example({**news(front, body), **({ATTACHED: attached} if attached else {})}))
    assert all(finding.cure and finding.basis for finding in said)
    return [(finding.rule, finding.line) for finding in said]


def found(front: str, body: str = "") -> tuple[Finding, ...]:
    return examples.run(Example(news(front, body)))


def test_without_a_waiver_it_is_found() -> None:
    assert [rule for rule, _ in check("", PHONE)] == ["B206"]


@pytest.mark.parametrize("by", ["kjt-head", "kjt-leader", "bgt-head", "bgt-leader", "bgt-bmy", "shifan-ldxz"])
def test_who_answers_may_let_it_pass(by: str) -> None:
    assert check("waive:\n" + entry(by=by), PHONE) == []


@pytest.mark.parametrize(
    "by", ["kjt-liaison", "bgt-liaison", "lyj-head", "lyj-leader", "bgt-webmaster", "shifan-dcs", "nobody", "KJT-HEAD"]
)
def test_nobody_else_may(by: str) -> None:
    (refused, said) = found("waive:\n" + entry(by=by), PHONE)
    assert (refused.rule, refused.line, said.rule) == ("F120", 5 + 1, "B206")
    assert by in refused.message
    assert "kjt-head" in refused.cure


def test_a_liaison_who_is_also_responsible_cannot_excuse_what_they_write() -> None:
    table = edited(COLUMNS, ("    liaisons: [kjt-liaison]", "    liaisons: [kjt-liaison, kjt-head]"))
    said = examples.run(Example({**table, **news("waive:\n" + entry(), PHONE)}))
    assert {"F120", "B206"} <= {finding.rule for finding in said}


@pytest.mark.parametrize(
    "rule", ["B201", "B205", "B212", "B213", "F101", "F103", "L501", "L502", "C705", "O401", "R901", "F120", "F117"]
)
def test_what_may_not_be_waived(rule: str) -> None:
    (refused,) = found("waive:\n" + entry(rule))
    assert (refused.rule, refused.line) == ("F120", LINE)
    assert refused.message == f"{rule} 不能豁免"


@pytest.mark.parametrize("rule", ["X999", "b999", "密级", "'*'", "B"])
def test_a_rule_that_does_not_exist_excuses_nothing(rule: str) -> None:
    said = check("waive:\n" + entry(rule), PHONE)
    assert ("B206", 13) in said
    assert {code for code, _ in said} & {"F120", "F117", "F110"}


def test_a_secret_cannot_be_waived_whoever_says_so() -> None:
    assert check("waive:\n" + entry("B201", "shifan-ldxz"), SECRET) == [("F120", LINE), ("B201", 13)]


def test_a_waiver_excuses_its_own_rule_alone() -> None:
    assert check("waive:\n" + entry(), PHONE + BROKEN) == [("L501", 14)]


def test_a_waiver_excuses_every_place() -> None:
    assert check("waive:\n" + entry(), PHONE * 3) == []


def test_a_waiver_that_excuses_nothing_is_said() -> None:
    (said,) = found("waive:\n" + entry())
    assert (said.rule, said.line, said.message) == ("F117", LINE, "没有 B206 的问题可豁免")


def test_two_entries() -> None:
    both = "waive:\n" + entry() + entry("W303", reason="原件如此")
    half = "省科技厅召开会议,部署工作。\n"
    assert check(both, PHONE + half) == []
    assert check(both, PHONE) == [("F117", LINE + 1)]
    assert check(both, half) == [("F117", LINE)]
    assert check("waive:\n" + entry() + entry(by="kjt-liaison"), PHONE) == [("F120", LINE + 1)]
    assert check("waive:\n" + entry() * 2, PHONE) == [("F117", LINE + 1)]


@pytest.mark.parametrize("rule", ["b206", "personal-phone", "Personal-Phone"])
def test_a_rule_may_be_called_by_its_name(rule: str) -> None:
    assert check("waive:\n" + entry(rule), PHONE) == []


@pytest.mark.parametrize("rule", ["A604", "A605", "A608"])
def test_what_nobody_has_seen_cannot_be_waived(rule: str) -> None:
    assert ("F120", LINE) in check("waive:\n" + entry(rule), PHONE)


def test_what_a_person_judges_is_confirmed_not_waived() -> None:
    (flag,) = (rule for rule in registry.RULES if rule.code == "H201")
    said = examples.run(flag.bad)
    path = said[0].path
    text = flag.bad.files[path]
    assert isinstance(text, str)
    for kind, expected in (("confirm", set()), ("waive", {"F120", "H201"})):
        front = f"{kind}:\n" + entry("H201", "kjt-head", "已经核对")
        again = examples.run(Example({**flag.bad.files, path: text.replace("\n---\n", f"\n{front}---\n", 1)}))
        assert {finding.rule for finding in again} == expected
    (refused,) = (item for item in again if item.rule == "F120")
    assert "confirm" in refused.message


def test_what_is_waived_is_not_confirmed() -> None:
    refused, said = found("confirm:\n" + entry(), PHONE)
    assert (refused.rule, said.rule) == ("F120", "B206")
    assert "waive" in refused.message
    (refused,) = found("confirm:\n" + entry("B201"))
    assert (refused.rule, refused.message) == ("F120", "B201 不是由人判断的规则")


def test_a_confirmation_of_nothing_is_said() -> None:
    (said,) = found("confirm:\n" + entry("H201", reason="已经核对"))
    assert (said.rule, said.message) == ("F117", "没有 H201 的问题可确认")


def test_an_article_excuses_what_its_attachment_holds() -> None:
    assert check("", attached=PHONE) == [("B206", None)]
    assert check("waive:\n" + entry(), attached=PHONE) == []
    assert check("waive:\n" + entry("B201"), attached=SECRET) == [("F120", LINE), ("B201", None)]


def test_a_file_without_an_article_is_excused_by_nobody() -> None:
    loose = "content/kjt/bmdt/2026-03-20-none/fu-jian.txt"
    said = examples.run(Example({**news("waive:\n" + entry(), PHONE), loose: PHONE}))
    assert [(finding.rule, finding.path) for finding in said] == [("B206", loose)]


def test_an_item_that_is_withheld_is_excused_alike() -> None:
    withheld = "disclosure: 不予公开\ndisclosure_basis: 政府信息公开条例第十六条\ndisclosure_reason: 属于过程性信息\n"
    assert [rule for rule, _ in check(withheld + "waive:\n" + entry(), PHONE)] == []
    assert [rule for rule, _ in check(withheld + "waive:\n" + entry("B201"), SECRET)] == ["F120", "B201"]


@pytest.mark.parametrize(
    "written",
    ["waive: B206\n", "waive: [B206]\n", "waive: [[B206]]\n", "waive: {rule: B206}\n", "waive:\n  - {rule: B206}\n",
     "waive:\n  - {rule: B206, by: kjt-head}\n", "waive:\n  - {rule: B206, by: kjt-head, reason: ''}\n",
     "waive:\n  - {rule: [B206], by: kjt-head, reason: 甲}\n", "waive:\n  - {rule: B206, by: 待填, reason: 甲}\n", "waive:\n  - null\n"],
)  # fmt: skip
def test_an_entry_that_is_not_whole_excuses_nothing(written: str) -> None:
    said = check(written, PHONE)
    assert "B206" in {rule for rule, _ in said}
    assert {rule for rule, _ in said} - {"B206"}, "and that is said"


def test_many_entries() -> None:
    said = found("waive:\n" + entry("W302", reason="甲") * 1000)
    assert {finding.rule for finding in said} == {"F117"}


def test_what_is_waived_hides_nothing_else() -> None:
    """However much of it there is: what is excused must not use up what is shown."""
    assert ("B201", 1013) in check("waive:\n" + entry(), PHONE * 1000 + SECRET)


@pytest.mark.parametrize(
    ("crowd", "rules"),
    [("手机13803510042。[甲](http://www.bet365.com)\n\n", ("B206", "B208")), ("全省工作,部署安排\n", ("W303",))],
)
@pytest.mark.parametrize(("hidden", "rule"), [(SECRET, "B201"), (BROKEN, "L501")])
def test_what_is_waived_in_several_ways_hides_nothing_else(
    crowd: str, rules: tuple[str, ...], hidden: str, rule: str
) -> None:
    waived = "waive:\n" + "".join(entry(code) for code in rules)
    assert [code for code, _ in check(waived, crowd * 700 + "\n" + hidden)] == [rule]


def test_warnings_do_not_hide_an_error() -> None:
    said = found(AUTHOR, "全省工作,部署安排\n" * 700 + "\n" + BROKEN)
    assert "L501" in {finding.rule for finding in said}


def test_every_rule_may_be_waived_or_confirmed_or_neither() -> None:
    both = [rule.code for rule in registry.RULES if excuses.may_waive(rule.code) and excuses.may_confirm(rule.code)]
    assert both == ["A606"], "a scan may be waived, or somebody says that they looked"


# The registry and the checks.


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(lanmu.rules.__path__, "lanmu.rules."):
        yield import_module(found.name)


def test_every_module_with_rules_is_registered() -> None:
    written: dict[str, Rule] = {}
    for module in modules():
        if module is not registry:
            written |= {rule.code: rule for rule in getattr(module, "RULES", ())}
    assert sorted(written) == [rule.code for rule in registry.RULES]


def test_every_check_is_asked() -> None:
    """A module's ``check`` is called by the engine, or by name where it takes something else."""
    asked: set[Callable[..., object]] = {*checks.ARTICLE_CHECKS, *checks.TEXT_CHECKS}
    elsewhere = (documents, encoding, engine)  # of attachments, of bytes, of a root: called by the engine itself
    for module in modules():
        own = getattr(module, "check", None)
        if callable(own) and own.__module__ == module.__name__ and module not in elsewhere:
            assert own in asked, module.__name__


def test_each_check_is_asked_once() -> None:
    for listed in (checks.ARTICLE_CHECKS, checks.TEXT_CHECKS):
        assert len(set(listed)) == len(listed)
