"""The cache is there from the first migration on, whatever keeps it today."""

from django.conf import settings
from django.core.cache.backends.db import DatabaseCache


def test_the_serving_role_uses_the_cache_in_the_database_also_where_redis_keeps_it(db: None) -> None:
    cache = DatabaseCache(settings.CACHE_TABLE, {})
    cache.set("attempts", 1)
    cache.incr("attempts")
    assert cache.get("attempts") == 2
    assert cache.delete("attempts")
