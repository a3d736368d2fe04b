"""The clients: what each can do, how it writes it, and how its names become series."""

import dataclasses
import json
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))

# Values of tags with the marks of some dialect in them. What is not ASCII, CloudWatch would refuse.
AS_SENT = {"http://x:80/?q=1": "http://x:80/?q=1", "a=b;c [d]": "a=b;c [d]", "größe": "gr__e"}
# A colon ends a name, so it cannot be in a tag there.
IN_A_NAME = {"a|b": "a|b", "größe": "gr__e"}


@dataclasses.dataclass(frozen=True, eq=False)
class Client:
    """A client. `does` are parts of a script; `awkward` maps tags' values as given to as counted; `mends` are marks
    for which it writes `_` in tags; `zero_first`: it sends a zero before a negative gauge; `values`: it means a
    gauge's value by a sign, which the collector must be told; `polls`: it sends what a gauge holds now and then;
    `rules` are patterns of names, the first `*` of each for the series, or for the tag that is named."""

    name: str
    title: str
    dialect: str
    does: tuple = ("gauge",)
    tags: str = "its own"
    awkward: dict = dataclasses.field(default_factory=dict)
    rate: str = "by chance"
    millis: float = 1.25
    zero_first: bool = False
    values: bool = False
    polls: bool = False
    mends: str = ""
    rules: tuple = ()

    def section(self):
        """Where the page tells of it."""
        return self.name.split("-")[0] if self.name.startswith("micrometer") else self.name

    def counted(self, tag):
        """The value of a tag as the collector holds it."""
        if tag in self.awkward:
            return self.awkward[tag]
        return re.sub(f"[{self.mends}]", "_", tag) if self.mends else tag

    def yaml_rules(self):
        """Rules that make one metric of all it sends, by client and series."""
        for pattern, series, tag in self.rules or [(f"{self.name}.*", "$1", "")]:
            dimensions = {"Client": self.name, "Series": series, **({tag: "$1"} if tag else {})}
            yield {"match": pattern, "name": "matrix", "dimensions": dimensions}


def _hierarchical(prefix):
    """Micrometer's names for StatsD as Etsy made it: tags by name, each value behind it."""
    return (
        (f"{prefix}Time.endpoint.**", "time", "endpoint"),
        (f"{prefix}Hits.statistic.count.status.*", "hits", "status"),
        (f"{prefix}Odd.odd.**.statistic.count", "odd", "odd"),
        (f"{prefix}Queue.statistic.value", "queue", ""),
        (f"{prefix}Size", "size", ""),
    )


def _joined(prefix):
    return ((f"{prefix}*", "$1", ""),)


_MICROMETER = dict(does=("gauge", "histograms"), rate="", polls=True)

CLIENTS = [
    Client("sidestat", "Sidestat's own", "DogStatsD", does=("gauge", "steps", "negative", "sets"), awkward=AS_SENT,
           zero_first=True),
    Client("java-statsd-client", "java-statsd-client", "StatsD", does=("gauge", "steps", "negative", "sets"),
           tags="in the name", awkward=IN_A_NAME, rate="as told", millis=1, zero_first=True),
    Client("java-dogstatsd-client", "java-dogstatsd-client", "DogStatsD",
           does=("gauge", "negative", "sets", "histograms"), awkward=AS_SENT, millis=1, values=True),
    Client("micrometer-etsy", "Micrometer, `etsy`", "StatsD", **_MICROMETER, rules=_hierarchical("micrometer-etsy"),
           awkward={"http://x:80/?q=1": "http_//x_80/?q=1", "größe": "gr__e"}),
    Client("micrometer-datadog", "Micrometer, `datadog`", "DogStatsD", **_MICROMETER, awkward=AS_SENT),
    Client("micrometer-telegraf", "Micrometer, `telegraf`", "Telegraf", **_MICROMETER,
           rules=_joined("micrometer-telegraf_"),
           awkward={"http://x:80/?q=1": "http_//x_80/?q=1", "a=b;c [d]": "a=b;c_[d]", "größe": "gr__e"}),
    Client("micrometer-sysdig", "Micrometer, `sysdig`", "Sysdig", **_MICROMETER, mends="/{}",
           rules=_joined("micrometer_sysdig."),
           awkward={"http://x:80/?q=1": "http___x_80__q_1", "a=b;c [d]": "a_b_c__d_", "größe": "gr__e"}),
    Client("hot-shots", "hot-shots", "DogStatsD", does=("gauge", "steps", "sets", "histograms"), awkward=AS_SENT),
    Client("node-statsd", "node-statsd", "DogStatsD", does=("gauge", "sets", "histograms"), awkward=AS_SENT),
    Client("statsd-client", "statsd-client (npm)", "DogStatsD", does=("gauge", "steps", "sets", "histograms"),
           awkward=AS_SENT, rate="as told"),
    Client("python-statsd", "statsd (PyPI)", "StatsD", does=("gauge", "steps", "negative", "sets"),
           tags="in the name", awkward={"a|b": "a|b"}, zero_first=True),
    Client("python-datadog", "datadog (PyPI)", "DogStatsD", does=("gauge", "negative", "sets", "histograms"),
           values=True, mends="{}",
           awkward={"http://x:80/?q=1": "http://x:80/_q_1", "a=b;c [d]": "a_b_c__d_", "größe": "gr__e"}),
    Client("datadog-go", "datadog-go", "DogStatsD", does=("gauge", "negative", "sets", "histograms"),
           awkward=AS_SENT, values=True),
    Client("cactus-go-statsd-client", "cactus/go-statsd-client", "DogStatsD", does=("gauge", "steps", "sets"),
           awkward=AS_SENT),
    Client("smira-go-statsd", "smira/go-statsd", "Telegraf", does=("gauge", "steps", "negative", "sets"),
           tags="in the name", awkward=IN_A_NAME, rate="", zero_first=True),
    Client("go-metrics", "hashicorp/go-metrics", "StatsD", rate="",
           rules=(("go-metrics.time.**", "time", "endpoint"), ("go-metrics.hits.*", "hits", "status"),
                  ("go-metrics.odd.**", "odd", "odd"), ("go-metrics.*", "$1", "")),
           awkward={"größe": "gr__e"}),
    Client("ruby-statsd", "statsd-ruby", "StatsD", does=("gauge", "sets"), tags="in the name",
           awkward={"a|b": "a_b"}),
    Client("perl-net-statsd", "Net::Statsd (Perl)", "StatsD", tags="in the name", awkward=IN_A_NAME, millis=1),
    Client("bash", "bash, `/dev/udp`", "DogStatsD", does=("gauge", "steps", "sets", "histograms"), awkward=AS_SENT,
           rate="as told"),
    Client("nc", "nc", "DogStatsD", does=("gauge", "steps", "sets", "histograms"), awkward=AS_SENT, rate="as told"),
]


def version(client):
    """The version that is pinned; of what Debian brings, none."""
    def found(pattern, *path):
        match = re.search(pattern, open(os.path.join(HERE, *path), encoding="utf-8").read(), re.S)
        return match.group(1)

    name = client.name
    if name == "sidestat":
        return "this one"
    if name.startswith(("java-", "micrometer")):
        return found(r"<dependency>.*?<version>(.*?)<", "java", name.split("-")[0] if "micro" in name else name, "pom.xml")
    if name in ("hot-shots", "node-statsd", "statsd-client"):
        return json.load(open(os.path.join(HERE, "node", "package.json")))["dependencies"][name]
    if name.startswith("python-"):
        return found(rf"{name.split('-')[1]}==(\S+)", "python", "requirements.txt")
    modules = {"datadog-go": "datadog-go/v5", "cactus-go-statsd-client": "cactus/go-statsd-client/v5",
               "smira-go-statsd": "smira/go-statsd", "go-metrics": "hashicorp/go-metrics"}
    if name in modules:
        return found(rf"{re.escape(modules[name])} v(\S+)", "go", "go.mod")
    return "Debian's"
