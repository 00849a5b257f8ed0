"""How the tests are shared out among the processes of one run, and what each process has to itself.

`make test` runs pytest with `-n auto`: as many processes as there are processors. pytest-django gives each a database
of its own; the cache and the stored files are parted here. Fewer tests than all of them run in one process, for every
further one begins by making a database.
"""

import os

import pytest
from django.conf import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

MOST = 8
"""More processes would wait for the longest of the folders below."""
TOGETHER = ("tests/browser/", "tests/demo/", "tests/launch/", "tests/reviews/")
"""What takes longest and so begins first. The tests of such a folder share what is slow to make (a running Tandem, the
demo) or watch the machine (ports, processes); those of any other folder share no more than their module."""


class Sharing(LoadScopeScheduling):
    """Gives a process the next folder of TOGETHER, and when there is none the next module."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # in the order of `begins_first`, not the most tests first

    def _split_scope(self, nodeid: str) -> str:
        return shared_by(nodeid)


def shared_by(nodeid: str) -> str:
    """The folder or the module whose tests run in the same process as this one."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


def begins_first(item: pytest.Item) -> int:
    """The place of a test in the order in which the work is given out."""
    whole = shared_by(item.nodeid)
    return TOGETHER.index(whole) if whole in TOGETHER else len(TOGETHER)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing:
    return Sharing(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    narrowed = config.option.keyword or config.option.markexpr or not everything
    return 0 if narrowed else min(len(os.sched_getaffinity(0)), MOST)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=begins_first)


def pytest_configure(config: pytest.Config) -> None:
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    settings.CACHES["default"]["KEY_PREFIX"] = worker
    settings.STORAGES["default"]["OPTIONS"]["location"] /= worker
