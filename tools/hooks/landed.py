"""The post-receive hook (``python -m tools.hooks.landed``): the server notes who landed what on main."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lanmu import clock
from lanmu.refusal import Unable
from lanmu.report.terminal import seen
from lanmu.review import landing
from lanmu.review.change import MAIN
from lanmu.review.push import Update, portal_of
from tools.hooks.judge import updates

_KEY = "lanmu/server_key"


def main(arguments: Sequence[str]) -> int:
    """0, whatever happens: the push has been taken. What could not be noted is said."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--actor-from", required=True)
    parser.add_argument("--limit", required=True)
    options = parser.parse_args(arguments)
    root, account = Path.cwd(), os.environ.get(options.actor_from, "")
    try:
        given = updates(sys.stdin.buffer.read())
    except Unable as error:
        _say(error)
        return 0
    moved = [one for one in given if not one.gone and one.ref.startswith("refs/heads/")]
    # Main first: a hook that is cut short must not lose a takedown. What cannot be noted keeps nothing else from it.
    for write in (_landed, _pushed):
        for update in moved:
            try:
                write(root, update, account)
            except Unable as error:
                _say(error)
    return 0


def _landed(root: Path, update: Update, account: str) -> None:
    """Who landed what on main, signed."""
    if update.ref == MAIN and not update.made:
        text = landing.text(root, portal_of(root, update.old), account, update.old, update.new, clock.now())
        landing.write(root, update.new, text, root / _KEY)


def _pushed(root: Path, update: Update, account: str) -> None:
    """Who brought the commits."""
    landing.pushed(root, account, update.old, update.new, update.ref)


def _say(error: Unable) -> None:
    said = f"已接收，但发布的记录没有写上：{seen(error.message)}\n    改法  请网站管理员处理：{seen(error.cure)}\n"
    sys.stderr.buffer.write(said.encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
