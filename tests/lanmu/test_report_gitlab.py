"""Code Quality: the whole output, and the fields that GitLab documents."""

import json

import jsonschema

from lanmu import report
from lanmu.report.machine.fingerprint import fingerprints
from tests.lanmu.report_sample import FINDINGS

# The documented fields; GitLab ignores others, so that one of ours would be one that nobody sees.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./|/)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}

# One issue, in whose place the rows below stand.
ISSUE = """\
  {{
    "description": "{}",
    "check_name": "{}",
    "fingerprint": "{}",
    "severity": "{}",
    "location": {{
      "path": "{}",
      "lines": {{
        "begin": {}
      }}
    }}
  }}"""
ROWS = (
    ("缺少“标题”。改法：写上标题。依据：甲办法第一条", "X101 missing-field", "critical", "content/kjt/a.md", 1),
    ("写了颜色。改法：删去。依据：乙办法第二条", "X105 style", "critical", "content/kjt/a.md", 7),
    ("写了颜色。改法：删去。依据：乙办法第二条", "X105 style", "critical", "content/kjt/a.md", 9),
    ("写了字号。改法：照样式表写。依据：乙办法第二条", "X105 style", "critical", "content/kjt/a.md", 10),
    ("“截止”应为“截至”。改法：改为“截至”。依据：丙", "X301 wrong-term", "minor", "content/kjt/a.md", 112),
    ("第3页：有密级标志。改法：撤下。依据：丁", "X201 secrecy-mark", "critical", "content/kjt/a/5%, b:c.pdf", 1),
    (
        r"不是\\u202e栏\\u000a目\\ufffe & 9%: <b>。改法：移走。依据：戊",
        "X401 place",
        "critical",
        r"content/\\udcff\\u202e\\u000a<表>.docx",
        1,
    ),
    ("有字节序标记。改法：去掉。依据：己", "X113 bytes", "minor", "content/Ａ.md", 2),
)


def test_the_whole_output() -> None:
    issues = [
        ISSUE.format(said, name, print_, *rest)
        for (said, name, *rest), print_ in zip(ROWS, fingerprints(FINDINGS), strict=True)
    ]
    assert report.gitlab(FINDINGS) == "[\n" + ",\n".join(issues) + "\n]"
    assert report.gitlab(()) == "[]"


def test_it_has_the_documented_fields() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(report.gitlab(FINDINGS)))
