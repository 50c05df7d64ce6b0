"""The program installed: a Python that finds this repository wherever it is started, as hooks start it (``-I``)."""

import site
import subprocess
import sys
from pathlib import Path

from tests.repository import ROOT


def python(folder: Path) -> Path:
    """The interpreter of an environment of its own, with the libraries of this one."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, capture_output=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "lanmu-tests.pth").write_text("\n".join([str(ROOT), *site.getsitepackages(), ""]), "utf-8")
    return folder / "bin" / "python"
