"""Sends what a script says by one of the clients for Python: load.py CLIENT SCRIPT PORT."""

import sys

name, script, port = sys.argv[1], sys.argv[2], int(sys.argv[3])


class Statsd:
    """statsd has no tags of its own: the script has them in the names."""

    def __init__(self):
        import statsd

        self.client = statsd.StatsClient("127.0.0.1", port)

    def time(self, metric, value, rate, tags):
        self.client.timing(metric, value, rate)

    def count(self, metric, value, rate, tags):
        self.client.incr(metric, value, rate)

    def gauge(self, metric, value, rate, tags):
        self.client.gauge(metric, value)

    def step(self, metric, value, rate, tags):
        self.client.gauge(metric, value, delta=True)

    def set(self, metric, value, rate, tags):
        self.client.set(metric, value)

    def close(self):
        self.client.close()


class Datadog:
    """As it is by default, which is to say of itself what it sent, too."""

    def __init__(self):
        from datadog.dogstatsd.base import DogStatsd

        self.client = DogStatsd("127.0.0.1", port)

    def time(self, metric, value, rate, tags):
        self.client.timing(metric, value, tags, rate)

    def count(self, metric, value, rate, tags):
        self.client.increment(metric, value, tags, rate)

    def gauge(self, metric, value, rate, tags):
        self.client.gauge(metric, value, tags)

    def set(self, metric, value, rate, tags):
        self.client.set(metric, value, tags)

    def histogram(self, metric, value, rate, tags):
        self.client.histogram(metric, value, tags)

    def close(self):
        self.client.flush()


client = {"python-statsd": Statsd, "python-datadog": Datadog}[name]()
for line in open(script, encoding="utf-8"):
    op, metric, text, rate, key, tag = line.rstrip("\n").split("\t")
    value = text if op == "set" else float(text) if "." in text else int(text)
    getattr(client, op)(metric, value, float(rate), [f"{key}:{tag}"] if key else None)
client.close()
