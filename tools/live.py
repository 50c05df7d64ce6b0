"""What an open page is told while sources are watched, and the script by which it listens."""

import secrets
from collections.abc import Iterator
from threading import Condition

ADDRESS = "/-/changes"  # no department is called "-"
_BEAT = 15  # seconds between signs of life: only by writing does a server learn that a reader has left

# A browser opens six connections to a server at most, so a page that nobody sees must not hold one.
_SCRIPT = """<script>(() => {
  let source;
  const refused = () => {
    const bar = document.getElementById("lanmu-refused") || document.createElement("p");
    bar.id = "lanmu-refused";
    bar.setAttribute("role", "status");
    bar.style.cssText = "position:fixed;inset:auto 0 0;z-index:9;margin:0;padding:1em;background:#8b1a1a;color:#fff";
    bar.textContent = "改动有问题，网站没有更新，这里还是原来的页面。原因见运行 lanmu serve 的窗口。";
    document.body.append(bar);
  };
  const listen = () => {
    source?.close();
    if (document.hidden) return;
    source = new EventSource("%s");
    source.addEventListener("changed", () => location.reload());
    source.addEventListener("refused", refused);
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();</script>
"""


class News:
    """The state of the site since the server started, for any number of listeners."""

    def __init__(self) -> None:
        self._start = secrets.token_hex(4)  # a page of an earlier server is of no edition of this one
        self._told = Condition()
        self._number = 0
        self._built = 0
        self._refused = False
        self._over = False

    def edition(self) -> str:
        """Names the site as it is now; moves with every build."""
        return f"{self._start}-{self._built}"

    def built(self) -> None:
        """The site was built anew."""
        self._tell(built=1, refused=False)

    def refused(self) -> None:
        """The sources could not be built; the site is as it was."""
        self._tell(built=0, refused=True)

    def _tell(self, built: int, refused: bool) -> None:
        with self._told:
            self._built += built
            self._refused = refused
            self._number += 1
            self._told.notify_all()

    def close(self) -> None:
        """End every stream."""
        with self._told:
            self._over = True
            self._told.notify_all()

    def messages(self, edition: str) -> Iterator[bytes]:
        """Server-sent events for a page of ``edition``, one at once; a comment where there is nothing to tell."""
        heard = -1
        while not self._over:
            heard, event = self._next(heard, edition)
            yield f"event: {event}\ndata: -\n\n".encode() if event else b":\n\n"

    def _next(self, heard: int, edition: str) -> tuple[int, str]:
        with self._told:
            if not self._told.wait_for(lambda: self._over or self._number != heard, _BEAT) or self._over:
                return heard, ""
            return self._number, "changed" if self.edition() != edition else "refused" if self._refused else ""


def with_script(html: bytes, edition: str) -> bytes:
    """``html`` that listens: reloads as soon as the site is no longer of ``edition``."""
    script = (_SCRIPT % f"{ADDRESS}?{edition}").encode()
    end = html.lower().rfind(b"</body>")
    place = end if end >= 0 else len(html)
    return html[:place] + script + html[place:]
