"""What datadog, DataDog's client on PyPI, can send."""

import sys

from datadog.dogstatsd.base import DogStatsd

TOSSES = 64  # enough of the client's coin for one to fall the right way
TIME_EPOCH_SECONDS = 1656581400

port = int(sys.argv[1])


def client(**settings):
    """A client that sends line by line and says nothing of itself, unless the settings ask."""
    defaults = {"disable_telemetry": True, "origin_detection_enabled": False}
    return DogStatsd("127.0.0.1", port, **{**defaults, **settings})


def samples():
    statsd = client(namespace="shop.api", constant_tags=["env:prod"])
    statsd.timing("time", 12)
    statsd.timing("time", 0.25)
    statsd.timing("time", 1e-7)
    statsd.timing("time", 3600000, tags=["endpoint:/orders"])
    statsd.increment("hits")
    statsd.decrement("hits")
    statsd.increment("hits", 5, tags=["endpoint:/orders", "status:2xx"])
    statsd.increment("hits", 2.5)
    statsd.gauge("queue", 333)
    statsd.gauge("queue", 0.1 + 0.2)
    statsd.gauge("queue", -3)
    statsd.gauge("queue", 1e16)
    statsd.set("users", "user-42")
    statsd.set("users", "fe80::1")
    statsd.histogram("size", 1024)
    statsd.histogram("size", -0.5)
    statsd.distribution("latency", 12.5, tags=["endpoint:/orders"])
    for _ in range(TOSSES):
        statsd.increment("sampled.hits", 5, sample_rate=0.5)
        statsd.timing("sampled.time", 12, sample_rate=0.5)
    for odd in ["http://x:80/?q=1", "a|b", "a,b", "a#b @c", "a=b;c [d]", "größe", ""]:
        statsd.increment("tags", tags=["odd:" + odd, "bare"])
    statsd.count_with_timestamp("hits", 5, TIME_EPOCH_SECONDS)
    statsd.gauge_with_timestamp("queue", 333, TIME_EPOCH_SECONDS, tags=["endpoint:/orders"])


def events_and_checks():
    statsd = client()
    statsd.event(
        "deployed",
        "version 1.2",
        alert_type="warning",
        date_happened=TIME_EPOCH_SECONDS,
        tags=["service:shop"],
    )
    statsd.service_check(
        "shop.up", DogStatsd.CRITICAL, tags=["service:shop"], hostname="web-1", message="no answer"
    )


def origin():
    statsd = client(container_id="0123abcd", cardinality="low")
    statsd.timing("origin.time", 12, tags=["endpoint:/orders"])
    statsd.gauge_with_timestamp("origin.queue", 333, TIME_EPOCH_SECONDS)


def packed():
    with client() as statsd:
        statsd.timing("packed.time", 12, tags=["endpoint:/orders"])
        statsd.increment("packed.hits")
        statsd.gauge("packed.queue", 333)


def aggregated():
    statsd = client(
        disable_aggregation=False, flush_interval=3600, max_metric_samples_per_context=10
    )
    statsd.increment("aggregated.hits", 5, tags=["endpoint:/orders"])
    statsd.increment("aggregated.hits", 7, tags=["endpoint:/orders"])
    statsd.distribution("aggregated.latency", 1)
    statsd.distribution("aggregated.latency", 2.5)
    statsd.timing("aggregated.time", 12)
    statsd.timing("aggregated.time", 13)
    statsd.flush_aggregated_metrics()
    statsd.stop()


def telemetry():
    statsd = client(disable_telemetry=False, telemetry_min_flush_interval=0)
    statsd.increment("telemetry.hits")


for part in [samples, events_and_checks, origin, packed, aggregated, telemetry]:
    part()
