"""What changes between two builds: an article edited, one added, the same deleted; each in a commit of its own."""

from collections.abc import Collection

from tests.bench import corpus
from tests.bench.peers import Peer
from tests.bench.portal import Portal


class Changes:
    """Changes of a portal that its peers follow. Each round has its own, and leaves as many articles as there were."""

    def __init__(self, portal: Portal, followers: Collection[Peer]) -> None:
        self.portal = portal
        self.followers = followers
        self.round = 0

    def edit(self) -> None:
        """Another title and one more sentence for an article from the middle: its page, and every list that shows it.

        The first change of a round.
        """
        self.round += 1
        size = self.portal.size
        path = corpus.place((size // 2 + self.round) % size, size).path
        text = (self.portal.content / path).read_text("utf-8")
        mark = f"第{self.round}次修订"
        self._put({path: text.replace("\ndate: ", f"（{mark}）\ndate: ", 1) + f"\n本文已作{mark}。\n"})

    def add(self) -> None:
        """The next article, newer than all others."""
        self._put(self._next())

    def delete(self) -> None:
        """The article that was added: none leads to it."""
        paths = tuple(self._next())
        for path in paths:
            (self.portal.content / path).unlink()
        for peer in self.followers:
            peer.drop(paths)
        self._commit(paths)

    def _next(self) -> dict[str, str]:
        return corpus.article(self.portal.size + self.round - 1, self.portal.size)

    def _put(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            place = self.portal.content / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8", newline="\n")
        for peer in self.followers:
            peer.put(files)
        self._commit(files)

    def _commit(self, paths: Collection[str]) -> None:
        self.portal.run("git", "add", "--all", "--", *(f"content/{path}" for path in paths))
        self.portal.run("git", "commit", "--quiet", "--no-verify", "--message=更新")
