"""Everything since the last release: an item and the table that nobody approved are both seen before publishing."""

from pathlib import Path

import pytest

from lanmu.refusal import Unable
from lanmu.review import released
from lanmu.rules.sample import COLUMNS, FILES, NEWS
from tests.lanmu.review_sample import codes
from tests.lanmu.server_sample import Keys, Server

EDITED = FILES[NEWS].replace("部署全年", "安排全年")


@pytest.fixture
def server(tmp_path: Path, keys: Keys) -> Server:
    """A portal that was published as it is."""
    made = Server(tmp_path, keys.text)
    released.mark(made.work.path)
    return made


def found(server: Server) -> list[tuple[str, str]]:
    return [(one.rule, one.path) for one in released.findings(server.work.path)]


def test_nothing_new(server: Server) -> None:
    assert found(server) == []


def test_an_item_that_nobody_approved(server: Server) -> None:
    server.commit({NEWS: EDITED})
    assert found(server) == [("R901", NEWS)]
    released.mark(server.work.path)
    assert found(server) == []


def test_a_table_that_nobody_approved(server: Server, keys: Keys) -> None:
    """However it came to main, on the server itself for one."""
    server.commit({COLUMNS: keys.text.replace("name: 部门动态", "name: 部门要闻")}, "bgt-liaison")
    assert found(server) == [("R901", COLUMNS)]


def test_a_table_that_was_approved(server: Server, keys: Keys) -> None:
    start = server.of("main")
    server.commit({COLUMNS: keys.text.replace("name: 部门动态", "name: 部门要闻")}, "bgt-liaison")
    server.sign("bgt-head", keys.office, base=start)
    assert found(server) == []


def test_where_approvals_begin_needs_none_but_nothing_comes_along(tmp_path: Path, keys: Keys) -> None:
    """Whoever writes ``since`` cannot have signed it before; what is changed beside it waits as ever."""
    server = Server(tmp_path, keys.text)
    begun = keys.text.replace("accounts:\n", f"review: {{since: {server.of('main')}}}\naccounts:\n", 1)
    server.commit({COLUMNS: begun}, "bgt-liaison")
    assert found(server) == []
    server.commit({COLUMNS: begun.replace("name: 部门动态", "name: 部门要闻")}, "bgt-liaison")
    assert found(server) == [("R901", COLUMNS)]


def test_without_a_beginning_all_is_asked_for(tmp_path: Path, keys: Keys) -> None:
    assert set(codes(released.findings(Server(tmp_path, keys.text).work.path))) == {"R901"}


def test_what_is_not_committed_is_not_published(server: Server) -> None:
    server.work.write({NEWS: EDITED})
    with pytest.raises(Unable, match="没有提交的改动"):
        released.findings(server.work.path)
