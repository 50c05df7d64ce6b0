"""Seconds by stage add up, whoever spent them."""

import contextlib

from plugins.building.stages import Stages


def test_stages_in_the_order_in_which_they_began() -> None:
    stages = Stages()
    for name in ("read", "value", "read"):
        with stages(name):
            pass
    stages.add({"render": 2.0, "read": 1.0})
    stages.add({"render": 0.5})
    assert list(stages.seconds()) == ["read", "value", "render"]
    assert stages.seconds()["render"] == 2.5
    assert stages.seconds()["read"] >= 1.0
    stages.reset()
    assert stages.seconds() == {}


def test_a_stage_that_fails_was_one_too() -> None:
    stages = Stages()
    with contextlib.suppress(ValueError), stages("read"):
        raise ValueError
    assert list(stages.seconds()) == ["read"]


def test_what_was_given_away_does_not_change() -> None:
    stages = Stages()
    given = stages.seconds()
    stages.add({"read": 1.0})
    assert given == {}
