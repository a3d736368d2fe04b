"""What the checks against moto share: servers on free ports, a collector that publishes to them, and the words in
which checks are told. Usage of each script: JAR, the directory of this file, a directory to work in."""

import datetime
import json
import os
import re
import socket
import subprocess
import sys
import time

import boto3

JAR, HERE, WORK = sys.argv[1:4]
NAMESPACE = "ReFit/AI"
REGION = "ap-northeast-2"
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


def start_moto():
    """Starts moto and the translator before it; answers their addresses, and a client of moto."""
    moto_port = free_port()
    moto = f"http://127.0.0.1:{moto_port}"
    start(["moto_server", "-H", "127.0.0.1", "-p", str(moto_port)],
          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    await_that("moto answers", lambda: answers(moto_port))
    os.environ.update(environment(moto))
    translator = start([sys.executable, os.path.join(HERE, "translator.py"), moto],
                       stdout=subprocess.PIPE, text=True)
    translated = f"http://127.0.0.1:{translator.stdout.readline().strip()}"
    return moto, translated, boto3.client("cloudwatch", endpoint_url=moto)


def start_collector(translated):
    """Starts a collector that publishes each second; answers how to stop it, and its UDP port."""
    log = open(os.path.join(WORK, "collector.log"), "w+")
    collector = start(
        ["java", "-jar", JAR, "run", "--interval=1s", "--publish-spread=0s",
         "--listen-udp=127.0.0.1:0", "--admin-address=127.0.0.1:0"],
        env=environment(translated), stderr=log)
    listening = re.compile(r"listening: on=udp:127\.0\.0\.1:(\d+)")
    await_that("the collector listens", lambda: listening.search(open(log.name).read()))
    port = int(listening.search(open(log.name).read()).group(1))

    def stop():
        collector.terminate()
        check("the collector ends with 0", collector.wait(30) == 0, open(log.name).read())

    return stop, port


def aws_statistics(moto, metric, dimensions, statistics):
    """The points of the brief's command, over the last ten minutes."""
    now = datetime.datetime.now(datetime.timezone.utc)
    # Quoted for the sake of braces, as in the template of a route.
    command = ["aws", "cloudwatch", "get-metric-statistics", "--namespace", NAMESPACE,
               "--metric-name", metric, "--dimensions",
               *(f'Name={name},Value="{value}"' for name, value in dimensions.items()),
               "--start-time", (now - datetime.timedelta(minutes=10)).isoformat(),
               "--end-time", (now + datetime.timedelta(minutes=1)).isoformat(), "--period", "3600",
               "--statistics", *statistics, "--output", "json", "--endpoint-url", moto]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["Datapoints"]


def finish(main):
    """Runs the checks; whatever comes of it, the servers are stopped."""
    try:
        main()
        print(f"{checks} checks passed")
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
