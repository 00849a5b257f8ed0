"""`make run`: from a fresh checkout to Tandem in the browser, and back to nothing running."""

import time
from collections.abc import Mapping

from launch import backing, ports
from launch.application import Application, environment, is_healthy
from launch.beginning import Ground, begin
from launch.child import Child
from launch.console import quick_step, say
from launch.options import Options
from launch.places import Places

HEALTHY_WITHIN = 120.0
FIRST = (
    "The first start takes one to two minutes, most of them for packages and the demo; a later one seconds."
)


def run(places: Places, options: Options, given: Mapping[str, str]) -> None:
    """Runs until a stop is wanted, then raises StopRequested with everything stopped. Raises Trouble."""
    began = time.monotonic()
    say(f"Tandem starts. Its data are kept in {places.shown(places.var)}.")
    with begin(places, given, "run") as ground:
        if not ground.kept.get("was_up"):
            say(FIRST)
        ports.require_free(options.port)
        ground.furnish("base")
        application, redis = _prepare(ground, options)
        web = _start(ground, application, options.port, own_beat=redis is None)
        sign_ins = _sign_ins(application, options)
        _wait_until_healthy(ground, web, options.port)
        ground.kept.put("was_up", True)
        ground.lock.says(what="run", address=_address(options.port))
        _welcome(places, options, sign_ins, time.monotonic() - began)
        ground.supervisor.watch()


def _prepare(ground: Ground, options: Options) -> tuple[Application, str | None]:
    database = backing.database(ground)
    redis = backing.queue(ground)
    merged = environment(ground.given, ground.places, options, ground.kept, database=database, redis=redis)
    application = Application(ground.places, ground.runner, merged)
    application.back_up_before_update()
    application.migrate()
    application.collect_static(ground.kept)
    if options.demo:
        application.fill_demo()
    return application, redis


def _start(ground: Ground, application: Application, port: int, *, own_beat: bool) -> Child:
    """Without Redis the worker brings its own clock: a message in memory reaches nobody else."""
    ports.require_free(port)  # looked at before; a first start takes minutes
    ground.supervisor.start(application.worker())
    if not own_beat:
        ground.supervisor.start(application.beat())
    if application.environment.get("BACKUP_TO"):
        ground.supervisor.start(application.backups())
    return ground.supervisor.start(application.web(port))


def _sign_ins(application: Application, options: Options) -> str:
    """How to sign in: the people of the demo, or the first administrator, made if there is none."""
    if options.demo:
        command, sentence = "sign_ins", "The people of the demo could not be read."
    else:
        command, sentence = "first_administrator", "The first administrator could not be made."
    return application.manage(command, sentence=f"{sentence} The words above say why.", secret=True).output


def _wait_until_healthy(ground: Ground, web: Child, port: int) -> None:
    with quick_step("Waiting for web, worker and clock"):
        ready = ground.supervisor.wait_until
        ready(lambda: is_healthy(port), web, within=HEALTHY_WITHIN, what="web", every=0.3)


def _welcome(places: Places, options: Options, sign_ins: str, seconds: float) -> None:
    say(f"\nTandem is up at {_address(options.port)} after {seconds:.0f} s.\n")
    say(sign_ins.strip())
    say(f"\nCtrl-C stops everything. The logs are in {places.shown(places.logs)}.")


def _address(port: int) -> str:
    return f"http://{ports.LOOPBACK}:{port}/"
