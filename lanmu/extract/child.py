"""The child of ``lanmu.extract``: reads one file after another from standard input, answers in JSON.

A request is two lengths (4 bytes each, big-endian), a name and the bytes; a reply one length and JSON.
"""

import gc
import json
import os
import resource
import struct
import sys
from typing import BinaryIO

from lanmu.attachments import MAX_BYTES
from lanmu.extract import SECONDS
from lanmu.extract.gather import Gather

MEMORY = 400 * 1024 * 1024  # bytes of address space: with what the kernel counts besides well below 500 MB
_MAX_NAME = 64 * 1024


def confine() -> None:
    """Limits that hold for the whole life of the process; nothing can be written to a file."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _allow_time() -> None:
    """Processor time for one more file; the parent watches the clock, this ends a child without a parent."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(used) + SECONDS + 1
    soft = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


def answer(name: str, data: bytes) -> bytes:
    """Everything known about one file, as JSON in UTF-8."""
    gather, kind, missing = Gather(), "", ""
    try:
        from lanmu.extract import reading

        kind = reading.read(name, data, gather)
    except ImportError as error:
        missing = error.name or str(error)
    reply = {
        "kind": kind,
        "text": gather.text(),
        "places": gather.places,
        "troubles": gather.troubles,
        "missing": missing,
    }
    return json.dumps(reply, ensure_ascii=False).encode()


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer until there are no more requests."""
    while len(head := requests.read(8)) == 8:
        name_length, length = struct.unpack(">II", head)
        if name_length > _MAX_NAME or length > MAX_BYTES:
            return
        name = requests.read(name_length).decode("utf-8", "replace")
        data = requests.read(length)
        if len(data) < length:
            return
        _allow_time()
        reply = answer(name, data)
        replies.write(struct.pack(">I", len(reply)) + reply)
        replies.flush()
        del data, reply
        gc.collect()


def main() -> None:
    """Serve on the standard streams; whatever a library prints goes nowhere."""
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    confine()
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
