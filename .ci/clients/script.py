"""What each client is told to send, and what the collector must then hold.

A script is a file of one sample a line, fields between tabs: operation, name, value, rate, tag, its value. Clients
without tags of their own get them in the name, as Telegraf writes them. Times are of 100 values, so that each of
them can be asked for as a percentile."""

import collections
import math

ENDPOINTS = ["/orders", "/users/{id}"]
TIMES = 2000
HITS = 1000
SAMPLED = 400
SAMPLED_RATE = 0.5
MEMBERS = 300


def samples(client):
    """The rows of its script: operation, series, value, rate, tag, its value."""
    untagged = ("", "")
    for number in range(TIMES):
        tag = ("endpoint", ENDPOINTS[number % 2]) if client.tags else untagged
        yield ("time", "time", (number // 2 % 100 + 1) * client.millis, 1, *tag)
    for number in range(HITS):
        tag = ("status", "2xx" if number % 10 else "5xx") if client.tags else untagged
        yield ("count", "hits", number % 3 + 1, 1, *tag)
    if "gauge" in client.does:
        # Micrometer sends only what a gauge holds when it is polled.
        for value in [42] if client.polls else [*range(200), 42]:
            yield ("gauge", "queue", value, 1, *untagged)
    if "steps" in client.does:
        yield ("gauge", "level", 100, 1, *untagged)
        for number in range(75):
            yield ("step", "level", 5 if number % 3 else -2, 1, *untagged)
    if "negative" in client.does:
        yield ("gauge", "depth", 3, 1, *untagged)
        yield ("gauge", "depth", -7, 1, *untagged)
    if "sets" in client.does:
        for number in range(2 * MEMBERS):
            yield ("set", "users", f"user-{number % MEMBERS}", 1, *untagged)
    if "histograms" in client.does:
        for number in range(500):
            yield ("histogram", "size", (number % 50 + 1) * 0.5, 1, *untagged)
    if client.rate:
        for _ in range(SAMPLED):
            yield ("count", "sampled", 1, SAMPLED_RATE, *untagged)
    for value in client.awkward:
        yield ("count", "odd", 1, 1, "odd", value)


def write(client, path):
    with open(path, "w", encoding="utf-8") as file:
        for op, series, value, rate, key, tag in samples(client):
            name = f"{client.name}.{series}"
            if key and client.tags == "in the name":
                name, key, tag = f"{name},{key}={tag}", "", ""
            text = value if op == "set" else f"{value:g}"
            file.write("\t".join([op, name, text, f"{rate:g}", key, tag]) + "\n")


class Expected:
    """What the collector must hold of a client, by series and tag's value."""

    def __init__(self, client):
        self.client = client
        self.times = collections.defaultdict(list)
        self.counts = collections.defaultdict(list)
        self.gauges = {}
        self.members = set()
        self.sampled = 0
        self.lines = 0
        for op, series, value, rate, _, tag in samples(client):
            tag = client.counted(tag)
            if rate < 1:
                self.sampled += 1
                continue
            self.lines += 2 if series == "depth" and value < 0 and client.zero_first else 1
            if op in ("time", "histogram"):
                self.times[series, tag].append(value)
            elif op == "count":
                self.counts[series, tag].append(value)
            elif op == "gauge":
                self.gauges[series] = value
            elif op == "step":
                self.gauges[series] += value
            else:
                self.members.add(value)

    def series(self):
        """All of them, but for the one with a rate."""
        tagless = [(series, "") for series in self.gauges]
        return {*self.times, *self.counts, *tagless, *([("users", "")] if self.members else [])}

    def problems(self, rows, last_of_gauges):
        """What is wrong with the rows of a client, which are statistics by series and tag's value."""
        found = []

        def same(what, wanted, held):
            if held is None or not math.isclose(wanted, held, rel_tol=1e-9):
                found.append(f"{self.client.name}: {what}: wanted {wanted}, held {held}")

        wanted = self.series() | ({("sampled", "")} if self.sampled else set())
        if wanted != set(rows):
            missing, more = sorted(wanted - set(rows)), sorted(set(rows) - wanted)
            return [f"{self.client.name}: no series {missing}, in their place {more}"]
        for key, values in self.times.items():
            held, ordered = rows.get(key, {}), sorted(values)
            same(f"{key} count", len(values), held.get("count"))
            same(f"{key} sum", sum(values), held.get("sum"))
            for percent in range(1, 101):
                rank = math.ceil(percent / 100 * len(ordered))
                same(f"{key} p{percent}", ordered[rank - 1], held.get(f"p{percent}"))
        for key, values in self.counts.items():
            held = rows.get(key, {})
            same(f"{key} count", len(values), held.get("count"))
            for name, figure in [("sum", sum), ("min", min), ("max", max)]:
                same(f"{key} {name}", figure(values), held.get(name))
        for series, value in self.gauges.items():
            same(f"{series}, the last value", value, last_of_gauges.get(series))
        if self.members:
            same("different members", len(self.members), rows.get(("users", ""), {}).get("max"))
        return found

    def lines_sampled(self, rows, found):
        """How many lines with a rate came, from what they were counted for; each must have its weight."""
        if not self.sampled:
            return 0
        counted = rows.get(("sampled", ""), {}).get("sum", 0)
        lines = round(counted * SAMPLED_RATE)
        if self.client.rate == "by chance":
            # Six standard deviations of as many tosses.
            allowed = 6 * math.sqrt(self.sampled * SAMPLED_RATE * (1 - SAMPLED_RATE))
            right = abs(lines - self.sampled * SAMPLED_RATE) <= allowed
        else:
            right = lines == self.sampled
        if not right or counted != lines / SAMPLED_RATE:
            found.append(f"{self.client.name}: {self.sampled} at a rate of {SAMPLED_RATE} became {counted}")
        return lines
