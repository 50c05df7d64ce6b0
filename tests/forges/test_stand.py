"""The stand-ins are as strict as the APIs that they stand for: whatever leaves the shape is a fault."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import requests

from tests.forges.gitea import Gitea
from tests.forges.gitlab import GitLab
from tests.forges.stand import Stand


@pytest.fixture(params=[GitLab, Gitea])
def stand(request: pytest.FixtureRequest) -> Iterator[Stand]:
    with request.param("kjt-head") as stand:
        stand.push(3, "aaa")
        yield stand
        stand.faults.clear()


def ask(stand: Stand, method: str, address: str, body: object = None, token: str = "") -> requests.Response:
    value = ("token " if stand.header == "Authorization" else "") + (token or stand.token)
    url = f"{stand.url}{stand.prefix}{address}"
    return requests.request(method, url, json=body, headers={stand.header: value}, timeout=10)


def notes(stand: Stand) -> str:
    return "/projects/7/merge_requests/3/notes" if isinstance(stand, GitLab) else "/repos/menhu/site/issues/3/comments"


def test_what_fits_is_no_fault_and_is_kept(stand: Stand) -> None:
    assert ask(stand, "POST", notes(stand), {"body": "甲"}).status_code == 201
    assert [note["body"] for note in ask(stand, "GET", notes(stand)).json()] == ["甲"]
    assert stand.faults == []
    assert len(stand.writes) == 1


@pytest.mark.parametrize(
    ("method", "more", "body", "said"),
    [
        ("DELETE", "", None, "no such operation"),
        ("GET", "/x/y", None, "no such operation"),
        ("GET", "?nonsense=1", None, "no parameter nonsense"),
        ("GET", "", {"body": "甲"}, "body"),
        ("POST", "", None, "body"),
        ("POST", "", {"text": "甲"}, "'body' is a required property"),
        ("POST", "", {"body": 1}, "1 is not of type 'string'"),
        ("POST", "", {"body": "甲", "more": 1}, "'more' was unexpected"),
    ],
)
def test_what_does_not_fit_is_a_fault(stand: Stand, method: str, more: str, body: object, said: str) -> None:
    stand.broken = lambda operation: (200, [])
    ask(stand, method, notes(stand) + more, body)
    assert said in "\n".join(stand.faults)


@pytest.mark.parametrize(("status", "body"), [(200, {"wrong": 1}), (200, [{"id": "x"}]), (418, [])])
def test_an_answer_that_does_not_fit_is_a_fault(stand: Stand, status: int, body: object) -> None:
    stand.broken = lambda operation: (status, body)
    ask(stand, "GET", notes(stand))
    assert stand.faults


def test_a_fault_fails_the_test_that_made_it() -> None:
    with pytest.raises(AssertionError, match="no such operation"), Gitea() as stand:
        ask(stand, "GET", "/nowhere")


def test_without_the_token_nothing_is_told(stand: Stand) -> None:
    assert ask(stand, "GET", notes(stand), token="wrong").status_code == 401
    assert stand.calls == []


@pytest.mark.parametrize("kind", [GitLab, Gitea])
def test_every_operation_of_a_shape_is_there(kind: type[Stand]) -> None:
    doc = json.loads(Path(kind.shape).read_text("utf-8"))
    operations = [operation for methods in doc["paths"].values() for operation in methods.values()]
    assert [operation["operationId"] for operation in operations if not hasattr(kind, operation["operationId"])] == []
    for operation in operations:
        for part in (operation.get("requestBody"), *operation["responses"].values()):
            if part and "content" in part:
                jsonschema.Draft202012Validator.check_schema(part["content"]["application/json"]["schema"])
