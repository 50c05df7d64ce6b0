"""A step as a value: what hypothesis draws, what a person writes, what a failure prints."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from tests.truth.world import World

Option = TypeVar("Option")
Act = Callable[..., None]
ANY = 64  # a number that names one of however many there are


class Step(NamedTuple):
    """One change to a world. Numbers choose among what the world then has, so that every step is legal."""

    kind: str
    args: tuple[int, ...] = ()


class Kind(NamedTuple):
    act: Act
    bounds: tuple[int, ...]  # each argument is below its bound


KINDS: dict[str, Kind] = {}


def kind(*bounds: int) -> Callable[[Act], Act]:
    """A function of a world and of numbers below ``bounds`` as a kind of step."""

    def register(act: Act) -> Act:
        KINDS[act.__name__] = Kind(act, bounds)
        return act

    return register


def pick(options: Sequence[Option], number: int) -> Option:
    """The option a number names."""
    return options[number % len(options)]


def apply(world: World, step: Step) -> None:
    """Take a step, and build, unless the step before wants both in one build."""
    waiting = world.held
    found = KINDS[step.kind]
    missing = len(found.bounds) - len(step.args)  # a step written by hand may leave out noughts
    found.act(world, *step.args, *(0,) * missing)
    world.settle(waiting)


def set_or_drop(fields: dict[str, Any], name: str, value: Any) -> None:
    """A key with a value; without one where it is None."""
    fields.pop(name, None)
    if value is not None:
        fields[name] = value
