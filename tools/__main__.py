"""``python -m tools`` is the console script ``lanmu``."""

from tools.cli import main

main()
