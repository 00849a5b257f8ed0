"""How the tests are shared out among the processes of one run, and what each process has to itself.

`make test` runs pytest with `-n auto`: as many processes as there are processors. pytest-django gives each a database
of its own, copied from a template (tests/templates.py); the cache and the stored files are parted here. Fewer tests
than all of them run in one process. Within a module those come together that stand on the same (tests/ground.py).
"""

import gc
import os
import sys
from collections.abc import Generator

import pytest
from django.conf import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.ground import commits, layers

TOGETHER = ("tests/browser/", "tests/launch/")
"""Their tests share what is slow to make (a running Tandem) or watch the machine (ports, processes), so one
process runs them all; elsewhere the tests of one module share no more than that."""
FIRST = (*TOGETHER, "tests/demo/", "tests/reviews/", "tests/faults/")
"""What takes longest is given out first, so that it does not run on alone at the end."""


class Sharing(LoadScopeScheduling):
    """Gives a process the next folder of TOGETHER or, when all have been given out, the next module."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # in the order of `place`, not the most tests first

    def _split_scope(self, nodeid: str) -> str:
        return next(filter(nodeid.startswith, TOGETHER), nodeid.partition("::")[0])


def place(item: pytest.Item) -> int:
    """When a test is given out: its folder's place in FIRST, and after those all others."""
    return next((at for at, folder in enumerate(FIRST) if item.nodeid.startswith(folder)), len(FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing:
    return Sharing(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    narrowed = config.option.keyword or config.option.markexpr or not everything
    return 0 if narrowed else None  # None: as many as xdist counts processors


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """A million objects are made that all stay: nothing is gained by looking again and again which could go."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        # What is frozen is not counted among what lives long, of which a quarter must be new before all is looked
        # through again: the oldest would be gone through every few seconds, a tenth of a run in vain.
        gc.set_threshold(2_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    modules = {item.nodeid.partition("::")[0]: None for item in items}
    at = {module: number for number, module in enumerate(modules)}
    items.sort(
        key=lambda item: (place(item), commits(item), at[item.nodeid.partition("::")[0]], *layers(item))
    )


def pytest_configure(config: pytest.Config) -> None:
    # A container that keeps its image small forbids bytecode. Here the same modules are read by each process of a run
    # and by a hundred programs that the tests start: compiling them anew each time takes longer than many a test.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    settings.CACHES["default"]["KEY_PREFIX"] = worker
    settings.STORAGES["default"]["OPTIONS"]["location"] /= worker
