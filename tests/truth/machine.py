"""The state machine: any steps in any order; midway and at the end the site is held against one made from scratch."""

from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

# Each module adds its kinds of steps.
from tests.truth import article_steps, other_steps, table_steps  # noqa: F401
from tests.truth.step import KINDS, Step, apply
from tests.truth.world import Ground, World

COMPARED = 4  # steps from one comparison to the next


class Truth(RuleBasedStateMachine):
    """A world that steps change; one rule for each kind of step, added below."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.ground)
        self.steps = 0
        self.sound = True

    def take(self, step: Step) -> None:
        """Take a step, and compare where it is time to."""
        self.sound = False
        apply(self.world, step)
        self.steps += 1
        if self.steps % COMPARED == 0:
            self.world.compare()
        self.sound = True

    def teardown(self) -> None:
        """The comparison at the end, unless something is wrong already."""
        if self.sound and self.steps % COMPARED:
            self.world.compare()


def _rule(name: str) -> Callable[[Truth, tuple[int, ...]], None]:
    def taken(machine: Truth, args: tuple[int, ...]) -> None:
        machine.take(Step(name, args))

    taken.__name__ = name
    return taken


for _name, _kind in KINDS.items():
    _args: Any = st.tuples(*(st.integers(0, bound - 1) for bound in _kind.bounds))
    setattr(Truth, f"take_{_name}", rule(args=_args)(_rule(_name)))


def run(ground: Ground, sequences: int, steps: int, start: int | None) -> None:
    """So many sequences of at most so many steps: those that ``start`` gives, or others each time (None)."""

    class Here(Truth):
        pass

    Here.ground = ground
    run_state_machine_as_test(
        Here if start is None else seed(start)(Here),
        settings=settings(
            max_examples=sequences,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
