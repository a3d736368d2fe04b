"""Runs the clients of the matrix against two collectors and checks what these hold: see matrix.
Usage: matrix.py write|check JAR WORK. In WORK there is `programs`, a client and its command a line, between tabs."""

import difflib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import known
import script

MODE, JAR, WORK = sys.argv[1:4]
PAGE = os.path.join(known.HERE, "../../docs/clients.md")
MADE = re.compile(r"(<!-- made: matrix -->\n)(.*?)(<!-- end -->)", re.S)
START_SECONDS_MAX = 30
CLIENT_SECONDS_MAX = 60
ARRIVAL_SECONDS_MAX = 10
PROBLEMS_SHOWN_MAX = 40
DIMENSIONS = ["Client", "Series", "endpoint", "status", "odd"]


def environment():
    """Nothing of this machine's, from which DataDog's clients would take more."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LC_ALL": "C.UTF-8"}


def await_that(what, condition, seconds, pause=0.05):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for: {what}")
        time.sleep(pause)


class Collector:
    """The packaged collector, in local mode, with intervals of a second."""

    def __init__(self, name, clients, gauge_steps):
        self.config = os.path.join(WORK, name + ".yaml")
        self.log = os.path.join(WORK, name + ".log")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.admin = probe.getsockname()[1]
        rules = [rule for client in clients for rule in client.yaml_rules()]
        with open(self.config, "w", encoding="utf-8") as file:
            # JSON is YAML. The last rule is for warm-ups and what clients say of themselves.
            json.dump({
                "interval": "1s",
                "listen": {"udp": "127.0.0.1:0"},
                "admin": {"address": f"127.0.0.1:{self.admin}"},
                "journal": {"path": os.path.join(WORK, name + ".db")},
                "protocol": {"gauge-steps": gauge_steps},
                "rollups": [],
                "rules": [*rules, {"match": "**", "drop": True}],
            }, file, ensure_ascii=False)
        self.process = subprocess.Popen(
            ["java", "-jar", JAR, "run", "--config", self.config], env=environment(), stderr=open(self.log, "w"))
        self.port = None

    def await_start(self):
        await_that("the collector listens", self.listens, START_SECONDS_MAX)

    def listens(self):
        found = re.search(r"listening: on=udp:127\.0\.0\.1:(\d+)", open(self.log).read())
        self.port = found and found.group(1)
        try:
            return self.port and self.status()
        except OSError:
            return False

    def status(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/api/v1/status", timeout=10) as answer:
            return json.load(answer)

    def aggregated(self):
        return self.status()["ledger"]["aggregated"]

    def settled(self, at_least):
        """How many samples it has aggregated, once no more come."""
        try:
            await_that(f"{at_least} samples", lambda: self.aggregated() >= at_least, ARRIVAL_SECONDS_MAX)
        except TimeoutError as failure:
            status = self.status()
            raise RuntimeError(f"{failure}: {status['ledger']}, last rejected: {status['lastRejected']}") from None
        before = -1
        while (now := self.aggregated()) != before:
            before = now
            time.sleep(0.1)
        return now

    def stop(self):
        """Ends it, which closes the interval; answers what it has against its ledger."""
        status = self.status()
        ledger = status["ledger"]
        wrong = [f"{name}: {ledger[name]}" for name in ["rejected", "folded", "refused"] if ledger[name]]
        if wrong:
            wrong.append(f"last rejected: {status['lastRejected']}")
        wrong += [f"the kernel dropped: {listener}" for listener in status["listeners"] if listener.get("kernelDrops")]
        if ledger["received"] != ledger["aggregated"] + ledger["skipped"]:
            wrong.append(f"the ledger does not balance: {ledger}")
        self.process.terminate()
        code = self.process.wait(30)
        if code != 0:
            wrong.append(f"the collector ended badly with {code}: " + open(self.log).read())
        return wrong

    def query(self, *arguments):
        command = ["java", "-jar", JAR, "query", "matrix", "--config", self.config, "--json", *arguments]
        for dimension in DIMENSIONS:
            command += ["--by", dimension]
        ran = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60)
        if ran.returncode != 0:
            raise RuntimeError(f"query ended with {ran.returncode}: {ran.stderr}")
        for row in json.loads(ran.stdout):
            client, series, *tags = (row["dimensions"][name] for name in DIMENSIONS)
            yield client, (series, "".join(tags)), row["statistics"]

    def held(self):
        """By client: the statistics of its series, and the last values of its gauges."""
        statistics = ["count", "sum", "min", "max", *(f"p{percent}" for percent in range(1, 101))]
        rows, last = {}, {}
        for client, key, figures in self.query(*(part for name in statistics for part in ("--stat", name))):
            rows.setdefault(client, {})[key] = figures
        # Rows come by time, so the last one stands.
        for client, (series, _), figures in self.query("--period", "1s", "--stat", "max"):
            last.setdefault(client, {})[series] = figures["max"]
        return rows, last


def run(client, command, collector):
    """Runs a client; answers how many samples the collector aggregated of it."""
    path = os.path.join(WORK, client.name + ".script")
    script.write(client, path)
    before = collector.aggregated()
    ran = subprocess.run([*command, path, collector.port, str(collector.admin)], env=environment(),
                         stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=CLIENT_SECONDS_MAX)
    if ran.returncode != 0:
        raise RuntimeError(f"{client.name} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}")
    return collector.settled(before + script.Expected(client).lines) - before


def check(client, aggregated, rows, last):
    """What is wrong with what the collector holds of a client."""
    expected = script.Expected(client)
    found = expected.problems(rows, last)
    lines = expected.lines + expected.lines_sampled(rows, found)
    if aggregated != lines:
        found.append(f"{client.name}: sent {lines} samples, aggregated {aggregated}")
    return found


def row(client):
    expected = script.Expected(client)
    parts = ["timers, counters", "gauges, also negative" if "negative" in client.does else "gauges"]
    parts += [part for part in client.does if part not in ("gauge", "negative")]
    rate = f"{expected.sampled} at a rate of {script.SAMPLED_RATE}" if expected.sampled else "none"
    tags = client.tags + (f", {len(client.awkward)} awkward" if client.awkward else "")
    return (f"| [{client.title}](#{client.section()}) | {known.version(client)} | {client.dialect} | {tags} "
            f"| {', '.join(parts)} | {expected.lines:,} | {expected.lines:,} | {rate} |")


def table(checked):
    """The page with rows for the clients checked; those of others stay."""
    page = open(PAGE, encoding="utf-8").read()
    old = {line.split("](")[0]: line for line in MADE.search(page).group(2).splitlines() if line.startswith("| [")}
    rows = [row(client) if client in checked else old.get(f"| [{client.title}") for client in known.CLIENTS]
    head = ("| client | version | lines as | tags | sends | samples sent | counted, values and tags right | sampled |\n"
            "|---|---|---|---|---|---|---|---|\n")
    made = head + "".join(line + "\n" for line in rows if line)
    return page, MADE.sub(lambda found: found.group(1) + made + found.group(3), page)


def main():
    programs = dict(line.rstrip("\n").split("\t", 1) for line in open(os.path.join(WORK, "programs")))
    clients = [client for client in known.CLIENTS if client.name in programs]
    begun = time.monotonic()
    collectors = {}
    for values in sorted({client.values for client in clients}):
        mine = [client for client in clients if client.values == values]
        collectors[values] = Collector("values" if values else "steps", mine, not values)
    try:
        for collector in collectors.values():
            collector.await_start()
        counted, found = {}, []
        for client in clients:
            try:
                counted[client] = run(client, programs[client.name].split("\t"), collectors[client.values])
            except (RuntimeError, subprocess.TimeoutExpired) as failure:
                found.append(f"{client.name}: {failure}")
        held = {}
        for values, collector in collectors.items():
            found += collector.stop()
            held[values] = collector.held()
    finally:
        for collector in collectors.values():
            if collector.process.poll() is None:
                collector.process.kill()
    for client, aggregated in counted.items():
        rows, last = held[client.values]
        problems = check(client, aggregated, rows.get(client.name, {}), last.get(client.name, {}))
        found += problems
        if not problems:
            print(f"ok: {client.name}, {aggregated} of {aggregated} samples")
    for problem in found[:PROBLEMS_SHOWN_MAX]:
        print("FAILED:", problem)
    print(f"{len(counted)} clients, {sum(counted.values())} samples, {time.monotonic() - begun:.0f} s")
    sys.exit(1 if found or not finish(counted) else 0)


def finish(checked):
    """Writes the table, or tells whether it is what it would write."""
    page, wanted = table(checked)
    if MODE == "write" and page != wanted:
        open(PAGE, "w", encoding="utf-8").write(wanted)
    elif page != wanted:
        print("FAILED: the table of docs/clients.md is not what came out; run .ci/clients/matrix")
        sys.stdout.writelines(difflib.unified_diff(
            page.splitlines(True), wanted.splitlines(True), "docs/clients.md", "what came out"))
        return False
    return True


main()
