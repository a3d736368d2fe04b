"""What statsd, the client on PyPI, can send."""

import sys
from datetime import timedelta

import statsd

TOSSES = 64  # enough of the client's coin for one to fall the right way

port = int(sys.argv[1])

client = statsd.StatsClient("127.0.0.1", port, prefix="shop.api")
client.timing("time", 12)
client.timing("time", 0.25)
client.timing("time", 0.0000001)
client.timing("time", 123456789.125)
client.timing("time", timedelta(hours=1, microseconds=250))
client.incr("hits")
client.decr("hits")
client.incr("hits", 5)
client.incr("hits", 2.5)
client.incr("hits", 1e-7)
client.gauge("queue", 333)
client.gauge("queue", 0.1 + 0.2)
client.gauge("queue", 1e16)
client.gauge("queue", -3)
client.gauge("queue", 4, delta=True)
client.gauge("queue", -10, delta=True)
client.set("users", "user-42")
client.set("users", 42)
client.set("users", "fe80::1")
for _ in range(TOSSES):
    client.incr("sampled.hits", 5, rate=0.5)
    client.timing("sampled.time", 12, rate=0.5)
    client.gauge("sampled.queue", 333, rate=0.5)

with client.pipeline() as packed:
    packed.timing("packed.time", 12)
    packed.incr("packed.hits")
    packed.gauge("packed.queue", -3)

bare = statsd.StatsClient("127.0.0.1", port)
bare.timing("time", 12)
bare.timing("orders,region=eu", 12)
bare.gauge("queue", float("nan"))
bare.gauge("queue", float("inf"))
