"""Every page of every portal is valid HTML, and so is its CSS, by the Nu Html Checker; its warnings count, too."""

import json
import subprocess
from pathlib import Path

from tests.e2e.built import Site
from tests.e2e.toolbox import need, none

# The schema's recursion wants a deep stack; so short a run gains nothing from the second compiler.
JVM = ("-Xss4m", "-XX:TieredStopAtLevel=1")

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>样张</title>
<link rel="stylesheet" href="main.css"></head>
<body><main><h1>样张</h1>{body}</main></body></html>
"""


def errors(folder: Path) -> list[str]:
    """What vnu holds against the pages and style sheets below ``folder``, one line each."""
    files = sorted(str(path) for ending in ("html", "css") for path in folder.rglob(f"*.{ending}"))
    options = ("--also-check-css", "--format", "json", "--stdout")
    done = subprocess.run(
        [need("java"), *JVM, "-jar", need("vnu"), *options, *files],
        capture_output=True,
        text=True,
        timeout=240,
    )
    # A judge that did not run has no verdict: an empty answer raises here.
    return [
        f"{message.get('url', '').removeprefix(f'file:{folder}/')}:{message.get('lastLine', '')}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
    ]


def test_every_page_is_valid(each: Site) -> None:
    assert each.pages()
    none(errors(each.out))


def test_a_right_page_passes_and_wrong_ones_are_found(tmp_path: Path) -> None:
    (tmp_path / "right.html").write_text(PAGE.format(body="<p>对</p>"), "utf-8")
    (tmp_path / "main.css").write_text("p { color: #000 }", "utf-8")
    (tmp_path / "wrong.html").write_text(PAGE.format(body="<p><ul><li>错</ul></p>"), "utf-8")
    (tmp_path / "wrong.css").write_text("p { colour: #000 }", "utf-8")
    found = errors(tmp_path)
    assert any(line.startswith("wrong.html:3") for line in found)
    assert any(line.startswith("wrong.css") and "colour" in line for line in found)
    assert not any(line.startswith(("right", "main")) for line in found)
