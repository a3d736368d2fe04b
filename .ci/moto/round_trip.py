"""An app's traffic over the collector into moto, and back. Every server is started here, on a free
port, and stopped in the end. The traffic is known, so every number is."""

import json
import math
import os
import re
import socket
import subprocess
import time

import boto3

from harness import (
    HERE, NAMESPACE, REGION, WORK, aws_statistics, check, environment, finish, sidestat, start_collector, start_moto)

ENDPOINT = "/api/ai/recommendations"
LATENCIES = [100 + n for n in range(400)]
FAILED_EVERY = 200


def publish(translated):
    stop, port = start_collector(translated)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as app:
        for number, millis in enumerate(LATENCIES):
            status = "5xx" if number % FAILED_EVERY == 0 else "2xx"
            app.sendto(
                f"ResponseTime:{millis}|ms|#Endpoint:{ENDPOINT}\n"
                f"RequestCount:1|c|#Endpoint:{ENDPOINT},StatusCode:{status}".encode(),
                ("127.0.0.1", port))
            time.sleep(0.001)
    time.sleep(2)
    stop()


def metrics(cloudwatch):
    found = {}
    for page in cloudwatch.get_paginator("list_metrics").paginate(Namespace=NAMESPACE):
        for metric in page["Metrics"]:
            names = frozenset(d["Name"] for d in metric["Dimensions"])
            found.setdefault(metric["MetricName"], set()).add(names)
    return found


def main():
    moto, translated, cloudwatch = start_moto()
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

    # The full set: moto, unlike CloudWatch, adds up all sets that have what is asked for.
    points = aws_statistics(moto, "ResponseTime", {"Endpoint": ENDPOINT, "Environment": "production"},
                            ["SampleCount", "Sum", "Maximum"])
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
        ("install.md", "aws ssm send-command"),
    ]:
        ran = subprocess.run(["bash", "-euo", "pipefail", "-c", block(document, text)], cwd=WORK,
                             env=environment(moto), capture_output=True, text=True, timeout=120)
        check(f"docs/{document}: {text.strip()}", ran.returncode == 0, ran.stdout + ran.stderr)
    sent = boto3.client("ssm", endpoint_url=moto).list_commands()["Commands"][0]["Parameters"]["commands"]
    check("Systems Manager is sent the user data's script",
          sent == [open(os.path.join(WORK, "docs/ec2/user-data.sh")).read()], sent)


finish(main)
