"""The example apps, asked by curl, over the collector into moto. How often each was asked is known, so every number
is. Behind what harness.py takes: the virtual environment with FastAPI."""

import collections
import json
import math
import os
import shutil
import subprocess
import sys
import time

from harness import HERE, WORK, answers, aws_statistics, await_that, check, finish, free_port, sidestat
from harness import start, start_collector, start_moto

FASTAPI = sys.argv[4]
EXAMPLES = os.path.realpath(os.path.join(HERE, "../../docs/examples"))
START_SECONDS_MAX = 120
# The account's, for Maven's repository: that of the collectors is a new one.
HOME = os.environ["HOME"]

# Of each app: a request, how often, what it is counted as, and with which status.
FASTAPI_REQUESTS = [
    ("GET", "/api/ai/recommendations", 40, "/api/ai/recommendations", 200),
    ("POST", "/api/ai/documents/analyze", 30, "/api/ai/documents/analyze", 200),
    ("POST", "/api/ai/reports/generate", 15, "/api/ai/reports/generate", 200),
    ("POST", "/api/ai/reports/generate?broken=true", 5, "/api/ai/reports/generate", 503),
    ("POST", "/api/ai/reports/generate?broken=maybe", 4, "/api/ai/reports/generate", 422),
    ("GET", "/api/ai/reports/4711", 7, "/api/ai/reports/{report_id}", 200),
    ("GET", "/api/ai/reports/0", 2, "/api/ai/reports/{report_id}", 500),
    ("GET", "/nowhere/4711", 3, "unmatched", 404),
]
SERVLET_REQUESTS = [
    ("GET", "/hello/world", 20, "/hello/*", 200),
    ("GET", "/hello/nobody", 4, "/hello/*", 503),
]
SPRING_REQUESTS = [
    ("GET", "/users/4711", 20, "/users/{id}", 200),
    ("GET", "/users/broken", 3, "/users/{id}", 503),
]


class App:
    """An app that was started, in a directory of its own, so that the project's stays as it is."""

    def __init__(self, name, command, port, requests, **variables):
        self.name, self.port, self.requests = name, port, requests
        directory = os.path.join(WORK, name)
        shutil.copytree(os.path.join(EXAMPLES, name), directory)
        self.log = os.path.join(WORK, name + ".log")
        self.process = start(command, cwd=directory, env=dict(os.environ, HOME=HOME, **variables),
                             stdout=open(self.log, "w"), stderr=subprocess.STDOUT)

    def await_start(self):
        await_that(f"{self.name} answers", lambda: answers(self.port) or self.process.poll() is not None,
                   START_SECONDS_MAX)
        check(f"{self.name} runs", self.process.poll() is None, open(self.log).read())

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def ask(port, requests):
    for method, path, times, _, status in requests:
        mark = "&" if "?" in path else "?"
        answered = subprocess.run(
            ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}\n", "-X", method,
             f"http://127.0.0.1:{port}{path}{mark}number=[1-{times}]"],
            capture_output=True, text=True, timeout=60).stdout.split()
        check(f"{method} {path} is answered {status}, {times} times", answered == [str(status)] * times, answered)


def expected(requests):
    """How often each metric must be there, by its dimensions."""
    times, counts, errors = collections.Counter(), collections.Counter(), collections.Counter()
    for _, _, number, endpoint, status in requests:
        times[endpoint,] += number
        counts[endpoint, f"{status // 100}xx"] += number
        if status >= 500:
            errors[endpoint,] += number
    return {"ResponseTime": times, "RequestCount": counts, "ErrorCount": errors}


def counted(translated, metric, *dimensions):
    by = [argument for name in dimensions for argument in ("--by", name)]
    answer = sidestat(translated, "query", metric, *by, "--stat", "count", "--stat", "max", "--json")
    check(f"query {metric} is answered", answer.returncode == 0, answer.stderr)
    rows = json.loads(answer.stdout)
    check(f"{metric} is of one unit", len({row["unit"] for row in rows}) == 1, rows)
    return {tuple(row["dimensions"][name] for name in dimensions): row["statistics"] for row in rows}


def main():
    moto, translated, _ = start_moto()
    stop, statsd = start_collector(translated)
    uvicorn, servlet, spring = (free_port() for _ in range(3))
    to_collector = {"STATSD_PORT": str(statsd)}
    maven = ["mvn", "-q", "-B", "compile", "exec:java"]
    apps = [
        App("fastapi", [os.path.join(FASTAPI, "bin", "uvicorn"), "app:app", "--port", str(uvicorn)],
            uvicorn, FASTAPI_REQUESTS, **to_collector),
        App("servlet", maven, servlet, SERVLET_REQUESTS, PORT=str(servlet), **to_collector),
        App("spring-boot", maven, spring, SPRING_REQUESTS, SERVER_PORT=str(spring), **to_collector),
    ]
    for app in apps:
        app.await_start()
        ask(app.port, app.requests)
    for app in apps:
        app.stop()
    time.sleep(2)  # An interval, in which what is left of them is received and sent.
    stop()

    wanted = expected([*FASTAPI_REQUESTS, *SERVLET_REQUESTS, *SPRING_REQUESTS])
    for metric, dimensions in [("ResponseTime", ["Endpoint"]), ("RequestCount", ["Endpoint", "StatusCode"]),
                               ("ErrorCount", ["Endpoint"])]:
        found = counted(translated, metric, *dimensions)
        check(f"{metric} has every request by {' and '.join(dimensions)}",
              {key: figures["count"] for key, figures in found.items()} == dict(wanted[metric]), found)
        if metric == "ResponseTime":
            check("times are above zero and below a minute",
                  all(0 < figures["max"] < 60_000 for figures in found.values()), found)

    for endpoint in ["/api/ai/recommendations", "/hello/*", "/users/{id}"]:
        points = aws_statistics(moto, "ResponseTime", {"Endpoint": endpoint, "Environment": "production"},
                                ["SampleCount", "Average"])
        count = sum(point["SampleCount"] for point in points)
        check(f"get-metric-statistics counts every request to {endpoint}",
              math.isclose(count, wanted["ResponseTime"][endpoint,]), points)


finish(main)
