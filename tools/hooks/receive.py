"""The pre-receive hook of a git server (``python -m tools.hooks.receive``): judges a push before any ref moves.

The judging is done in a process of its own (``tools.hooks.judge``), which is ended with all that it started when its
time is over. Whatever goes wrong, the push is refused: a fault of ours, a missing account, too much time.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

TAKEN, REFUSED = 0, 1


def main(arguments: Sequence[str]) -> int:
    """0 takes the push, everything else refuses it. The refs stand on standard input, as git gives them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--actor-from", required=True)
    parser.add_argument("--limit", type=int, required=True)
    options = parser.parse_args(arguments)
    words = [sys.executable, "-I", "-m", "tools.hooks.judge", options.actor_from]
    child = subprocess.Popen(words, start_new_session=True)
    try:
        return TAKEN if child.wait(options.limit) == TAKEN else REFUSED
    except subprocess.TimeoutExpired:
        said = (
            f"没有接收：检查超过 {options.limit} 秒还没有完成\n    改法  分几次推送；一直这样，请网站管理员检查服务器\n"
        )
        sys.stderr.buffer.write(said.encode())
        return REFUSED
    finally:
        _end(child)


def _end(child: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:  # all of them have ended
        return
    finally:
        child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
