"""An app's traffic over the collector into moto, and back. Every server is started here, on a free
port, and stopped in the end. The traffic is known, so every number is."""

import datetime
import json
import math
import os
import re
import socket
import subprocess
import sys
import time

import boto3

JAR, HERE, WORK = sys.argv[1:4]
ENDPOINT = "/api/ai/recommendations"
NAMESPACE = "ReFit/AI"
REGION = "ap-northeast-2"
LATENCIES = [100 + n for n in range(400)]
FAILED_EVERY = 200
processes = []
checks = 0


def check(what, condition, found=None):
    global checks
    if not condition:
        sys.exit(f"FAILED: {what}: found {found}")
    checks += 1
    print(f"ok: {what}")


def start(command, **options):
    process = subprocess.Popen(command, **options)
    processes.append(process)
    return process


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_that(what, condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            sys.exit(f"FAILED: waited {seconds} s for: {what}")
        time.sleep(0.2)


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def environment(endpoint):
    return dict(
        os.environ,
        HOME=WORK,
        XDG_STATE_HOME=WORK,
        CLOUDWATCH_METRICS_ENABLED="true",
        ENVIRONMENT="production",
        SIDESTAT_NAMESPACE=NAMESPACE,
        AWS_REGION=REGION,
        AWS_DEFAULT_REGION=REGION,
        AWS_ACCESS_KEY_ID="AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY="secret",
        AWS_EC2_METADATA_DISABLED="true",
        AWS_ENDPOINT_URL=endpoint,
    )


def sidestat(endpoint, *arguments):
    return subprocess.run(
        ["java", "-jar", JAR, *arguments],
        env=environment(endpoint), cwd=WORK, capture_output=True, text=True, timeout=120)


def publish(translated):
    log = open(os.path.join(WORK, "collector.log"), "w+")
    collector = start(
        ["java", "-jar", JAR, "run", "--interval=1s", "--publish-spread=0s",
         "--listen-udp=127.0.0.1:0", "--admin-address=127.0.0.1:0"],
        env=environment(translated), stderr=log)
    listening = re.compile(r"listening: on=udp:127\.0\.0\.1:(\d+)")
    await_that("the collector listens", lambda: listening.search(open(log.name).read()))
    port = int(listening.search(open(log.name).read()).group(1))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as app:
        for number, millis in enumerate(LATENCIES):
            status = "5xx" if number % FAILED_EVERY == 0 else "2xx"
            app.sendto(
                f"ResponseTime:{millis}|ms|#Endpoint:{ENDPOINT}\n"
                f"RequestCount:1|c|#Endpoint:{ENDPOINT},StatusCode:{status}".encode(),
                ("127.0.0.1", port))
            time.sleep(0.001)
    time.sleep(2)
    collector.terminate()
    check("the collector ends with 0", collector.wait(30) == 0, open(log.name).read())


def metrics(cloudwatch):
    found = {}
    for page in cloudwatch.get_paginator("list_metrics").paginate(Namespace=NAMESPACE):
        for metric in page["Metrics"]:
            names = frozenset(d["Name"] for d in metric["Dimensions"])
            found.setdefault(metric["MetricName"], set()).add(names)
    return found


def main():
    moto_port = free_port()
    moto = f"http://127.0.0.1:{moto_port}"
    start(["moto_server", "-H", "127.0.0.1", "-p", str(moto_port)],
          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    await_that("moto answers", lambda: answers(moto_port))
    os.environ.update(environment(moto))
    translator = start([sys.executable, os.path.join(HERE, "translator.py"), moto],
                       stdout=subprocess.PIPE, text=True)
    translated = f"http://127.0.0.1:{translator.stdout.readline().strip()}"
    cloudwatch = boto3.client("cloudwatch", endpoint_url=moto)

    publish(translated)

    found = metrics(cloudwatch)
    check("ResponseTime is there by the sets that are asked for",
          found["ResponseTime"] == {frozenset({"Endpoint"}), frozenset({"Endpoint", "Environment"})},
          found)
    check("RequestCount is there by the sets that are asked for",
          found["RequestCount"] == {frozenset({"Endpoint"}), frozenset({"Endpoint", "StatusCode"}),
                                    frozenset({"Endpoint", "Environment"}),
                                    frozenset({"Endpoint", "StatusCode", "Environment"})}, found)
    check("the heartbeat is there", frozenset({"Environment"}) in found["Sidestat/Heartbeat"], found)

    now = datetime.datetime.now(datetime.timezone.utc)
    command = ["aws", "cloudwatch", "get-metric-statistics", "--namespace", NAMESPACE,
               # The full set: moto, unlike CloudWatch, adds up all sets that have what is asked for.
               "--metric-name", "ResponseTime", "--dimensions", f"Name=Endpoint,Value={ENDPOINT}",
               "Name=Environment,Value=production",
               "--start-time", (now - datetime.timedelta(minutes=10)).isoformat(),
               "--end-time", (now + datetime.timedelta(minutes=1)).isoformat(), "--period", "3600",
               "--statistics", "SampleCount", "Sum", "Maximum", "--output", "json",
               "--endpoint-url", moto]
    points = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    points = points["Datapoints"]
    count = sum(point["SampleCount"] for point in points)
    check("get-metric-statistics counts every request", count == len(LATENCIES), points)
    # moto adds up the values published, each within the configured 0.5 % of its samples.
    total = sum(point["Sum"] for point in points)
    check("get-metric-statistics has their sum",
          math.isclose(total, sum(LATENCIES), rel_tol=0.005), points)

    slo = os.path.join(WORK, "slo.yaml")
    with open(slo, "w") as file:
        file.write(
            "services:\n- name: ai\n  environment: production\n"
            f"  endpoints: [{ENDPOINT}]\n  objectives: [{{availability: 99%}}]\n")
    verified = sidestat(translated, "verify", "--slo", slo, "--window", "10m", "--json")
    check("verify reads moto and finds the objective kept", verified.returncode == 0,
          verified.stdout + verified.stderr)
    result = json.loads(verified.stdout)["results"][0]
    check("verify counts every request", result["samples"] == len(LATENCIES), result)
    check("verify has the availability",
          math.isclose(result["measured"], 100 - 100 / FAILED_EVERY), result)

    dashboard = sidestat(moto, "dashboard", "--slo", slo)
    check("dashboard is printed", dashboard.returncode == 0, dashboard.stderr)
    cloudwatch.put_dashboard(DashboardName="ai", DashboardBody=dashboard.stdout)
    kept = json.loads(cloudwatch.get_dashboard(DashboardName="ai")["DashboardBody"])
    check("PutDashboard takes it", kept == json.loads(dashboard.stdout), kept)
    rows = [row for widget in kept["widgets"] for row in widget["properties"]["metrics"]
            if "expression" not in row[-1]]
    for row in rows:
        dimensions = [{"Name": row[i], "Value": row[i + 1]} for i in range(2, len(row) - 1, 2)]
        listed = cloudwatch.list_metrics(
            Namespace=row[0], MetricName=row[1], Dimensions=dimensions)["Metrics"]
        exact = [m for m in listed if len(m["Dimensions"]) == len(dimensions)]
        check(f"the dashboard's {row[1]} by {len(dimensions)} dimensions is there", exact, row)

    alarms(moto, slo, cloudwatch)
    documents(moto)
    print(f"{checks} checks passed")


def alarms(moto, slo, cloudwatch):
    for options in [["--format", "json"], ["--format", "yaml"],
                    ["--format", "json", "--application-signals"]]:
        printed = sidestat(moto, "alarms", "--slo", slo, *options)
        check(f"alarms {' '.join(options)} is printed", printed.returncode == 0, printed.stderr)
        name = os.path.join(WORK, "alarms." + options[1])
        with open(name, "w") as file:
            file.write(printed.stdout)
        linted = subprocess.run(["cfn-lint", "-r", REGION, "--", name], capture_output=True, text=True)
        check(f"cfn-lint finds nothing in {' '.join(options)}", linted.returncode == 0, linted.stdout)
        if options == ["--format", "json"]:
            # moto's CloudFormation leaves alarms out, so they are put one by one.
            wanted = [resource["Properties"] for resource in json.loads(printed.stdout)["Resources"].values()
                      if resource["Type"] == "AWS::CloudWatch::Alarm"]
            for alarm in wanted:
                cloudwatch.put_metric_alarm(**alarm)
            made = {alarm["AlarmName"]: alarm for page in
                    cloudwatch.get_paginator("describe_alarms").paginate()
                    for alarm in page["MetricAlarms"]}
            check("PutMetricAlarm takes the alarms",
                  wanted and {alarm["AlarmName"] for alarm in wanted} == set(made), made)
            for alarm in wanted:
                kept = made[alarm["AlarmName"]]
                check(f"{alarm['AlarmName']} is what was put",
                      kept["Threshold"] == alarm["Threshold"]
                      and kept["ComparisonOperator"] == alarm["ComparisonOperator"]
                      and [m["Id"] for m in kept.get("Metrics", [])]
                      == [m["Id"] for m in alarm.get("Metrics", [])], kept)


def block(document, text):
    """The block of shell commands in a document that has the text in it."""
    content = open(os.path.join(HERE, "../../docs", document)).read()
    found = [b for b in re.findall(r"^```sh\n(.*?)^```", content, re.S | re.M) if text in b]
    check(f"docs/{document} has: {text}", found)
    return found[0]


def documents(moto):
    """The documents' commands as they are written; those of the AWS command line go to moto."""
    for folder in ["collector", "docs"]:
        os.symlink(os.path.realpath(os.path.join(HERE, "../..", folder)), os.path.join(WORK, folder))
    boto3.client("iam", endpoint_url=moto).create_role(
        RoleName="my-hosts", AssumeRolePolicyDocument="{}")
    for document, text in [
        ("slo.md", "sidestat.jar dashboard"),
        ("slo.md", "aws cloudwatch put-dashboard"),
        ("slo.md", "sidestat.jar alarms"),
        ("alarms.md", "sidestat.jar alarms"),
        ("alarms.md", "aws cloudformation deploy"),
        ("iam.md", "sidestat.jar iam-policy"),
        ("iam.md", "aws iam put-role-policy"),
    ]:
        ran = subprocess.run(["bash", "-euo", "pipefail", "-c", block(document, text)], cwd=WORK,
                             env=environment(moto), capture_output=True, text=True, timeout=120)
        check(f"docs/{document}: {text.strip()}", ran.returncode == 0, ran.stdout + ran.stderr)


try:
    main()
finally:
    for process in processes:
        if process.poll() is None:
            process.kill()
