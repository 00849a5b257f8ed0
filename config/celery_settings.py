"""Celery's settings; the reasons stand beside them."""

from django.conf import settings

broker_url = settings.REDIS_URL or "memory://"
task_ignore_result = True
task_default_queue = "default"
task_routes = {"partners.tasks.deliver_mail": {"queue": "mail"}, "reviews.tasks.*": {"queue": "packs"}}
# A task whose worker was killed is given to another; everything it does is idempotent.
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
task_time_limit = 600
# Above the hard limit, or Redis would hand out a task that is still running. A Redis that does not answer must not
# keep a web process, which only wakes the worker.
broker_transport_options = {"visibility_timeout": 1200, "socket_connect_timeout": 2, "socket_timeout": 10}
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # a worker waits for Redis however long it is away
worker_max_memory_per_child = 260_000
worker_hijack_root_logger = False
timezone = "UTC"
beat_schedule_filename = str(settings.TANDEM_VAR / "run" / "beat")
beat_schedule = {
    "tick": {"task": "config.tasks.tick", "schedule": 30.0},
}
