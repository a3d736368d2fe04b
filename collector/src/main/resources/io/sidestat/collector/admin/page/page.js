// The live page: asks this host's collector and shows what it says. All names in the answers are
// anybody's, so they only ever become text.
"use strict";

(() => {
  const STATUS_EVERY_MILLIS = 1000;
  const REST_EVERY_MILLIS = 5000;
  const ANSWER_MILLIS_MAX = 8000;
  const SERIES_SHOWN = 200;
  const HISTORY = "1h";
  const HISTORY_SECONDS = 3600;

  const byId = (id) => document.getElementById(id);
  const charts = new Map();
  let before = null;
  let intervalSeconds = 60;
  let udpAddress = "127.0.0.1/8125";

  /** An element with text and children. */
  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  async function ask(path) {
    const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MILLIS_MAX) });
    if (!answer.ok) throw new Error((await answer.text()).trim() || "HTTP " + answer.status);
    return answer.json();
  }

  const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  const number = (value) => (value === undefined || value === null ? "-" : Math.abs(value) >= 1000 ? whole.format(value) : short.format(value));

  function since(seconds) {
    if (seconds < 90) return whole.format(seconds) + " s";
    if (seconds < 5400) return whole.format(seconds / 60) + " min";
    return whole.format(seconds / 3600) + " h";
  }

  // ---- status and flow ----

  function perSecond(now, group, name) {
    if (!before) return null;
    const more = now.status[group][name] - before.status[group][name];
    const seconds = (now.at - before.at) / 1000;
    return more < 0 || seconds <= 0 ? null : more / seconds;
  }

  function step(title, figure, note, trouble) {
    const item = element("li");
    item.append(element("span", title));
    item.append(element("strong", figure, trouble ? "bad" : ""));
    item.append(element("span", note));
    return item;
  }

  function showStatus(now) {
    const status = now.status;
    const rate = perSecond(now, "ledger", "received");
    byId("about").textContent =
      "version " + status.version + ", up " + since((now.at - Date.parse(status.startedAt)) / 1000) +
      ", namespace " + status.namespace + ", " +
      Object.entries(status.dimensions).map(([name, value]) => name + "=" + value).join(", ");
    const udp = status.listeners.map((listener) => /^udp:([\d.]+):(\d+)$/.exec(listener.address)).find((found) => found);
    if (udp) udpAddress = udp[1] + "/" + udp[2];
    const ledger = status.ledger;
    const failing = status.publishing === "on" && status.publish.lastError;
    byId("flow").replaceChildren(
      step("received", rate === null ? "-" : number(rate) + " /s", number(ledger.received) + " samples in " + number(ledger.datagrams) + " datagrams"),
      step("read", number(ledger.aggregated + ledger.folded), "rejected " + number(ledger.rejected) + ", skipped " + number(ledger.skipped), ledger.rejected > 0),
      step("series", number(status.liveSeries), "of at most " + number(status.series.limit) + ", folded samples " + number(ledger.folded), ledger.folded > 0),
      step("journal", number(status.journalFigures.bytes / 1048576) + " MiB", "intervals waiting " + status.intervalsWaiting, status.intervalsWaiting > 2),
      step(
        "CloudWatch",
        status.publishing === "off" ? "off" : failing ? "fails" : number(status.publish.requestsSent) + " requests",
        status.publishing === "off" ? "nothing is sent" : failing ? status.publish.lastError
          : (status.publish.lastSent ? "last " + since((now.at - Date.parse(status.publish.lastSent)) / 1000) + " ago" : "none yet") +
            (status.oldestUnsent ? ", oldest unsent " + status.oldestUnsent : ""),
        failing),
    );
    const lost = losses(status);
    byId("losses").textContent = lost.length === 0 ? "Lost: nothing." : "Lost: " + lost.join(", ") + ".";
    byId("losses").className = lost.length === 0 ? "" : "bad";
    showRejected(status.lastRejected);
    const trouble = failing ? "publishing fails" : lost.length > 0 ? "samples are lost" : "";
    state(trouble ? "trouble" : "well", trouble || (ledger.received === 0 ? "well, and nobody has sent anything yet" : "well"));
  }

  function losses(status) {
    const drops = status.listeners.reduce((sum, listener) => sum + (listener.kernelDrops || 0), 0);
    return [
      [drops, "datagrams dropped by the kernel"],
      [status.ledger.refused, "samples refused"],
      [status.samplesLost, "samples not written"],
      [status.clientSamplesLost, "samples by clients"],
      [status.sequences.samplesLost, "samples on the way"],
      [status.samples.expired + status.samples.dropped, "samples given up unsent"],
    ].filter(([count]) => count > 0).map(([count, what]) => number(count) + " " + what);
  }

  function showRejected(reasons) {
    const items = Object.entries(reasons).map(([reason, lines]) => {
      const item = element("li", reason + ": ");
      item.append(element("code", lines[0]));
      return item;
    });
    byId("rejected").hidden = items.length === 0;
    byId("rejected").querySelector("ul").replaceChildren(...items);
  }

  function state(name, words) {
    const shown = byId("state");
    if (shown.dataset.state !== name || shown.textContent !== words) {
      shown.dataset.state = name;
      shown.textContent = words;
    }
  }

  // ---- promises ----

  const key = (result) => JSON.stringify([result.service, result.environment, result.endpoint]);

  function card(parent, title) {
    const made = element("div", undefined, "card");
    made.append(element("h4", title));
    parent.append(made);
    return made;
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  /** A chart of lines over time, made once and given new data from then on. */
  function chart(id, parent, lines, data) {
    let made = charts.get(id);
    if (!made) {
      const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 } };
      made = new uPlot(
        {
          width: 280,
          height: 130,
          cursor: { drag: { x: false, y: false } },
          scales: { x: { range: () => [Date.now() / 1000 - HISTORY_SECONDS, Date.now() / 1000] } },
          axes: [axis, { ...axis, size: 52, values: (self, ticks) => ticks.map(number) }],
          series: [{}, ...lines.map(([label, name, dash]) => ({ label, stroke: colour(name), width: 1.5, dash, spanGaps: false, value: (self, value) => number(value) }))],
        },
        data,
        parent);
      charts.set(id, made);
      new ResizeObserver(() => made.setSize({ width: Math.max(200, parent.clientWidth - 26), height: 130 })).observe(parent);
    } else {
      made.setData(data);
    }
  }

  function verdictClass(verdict) {
    return verdict === "kept" || verdict === "idle" ? "good" : verdict === "violated" ? "bad" : "some";
  }

  function endpointBlock(results) {
    const id = key(results[0]);
    let block = [...byId("promises").children].find((child) => child.dataset.key === id);
    if (!block) {
      block = element("div");
      block.dataset.key = id;
      block.append(element("h3", results[0].endpoint + " (" + results[0].service + ", " + results[0].environment + ")"));
      const cards = element("div", undefined, "cards");
      for (const title of ["Response time, " + results[0].latencyMetric, "Availability, %", "Traffic, requests/s", "Error budget left"]) card(cards, title);
      block.append(cards);
      byId("promises").append(block);
    }
    return block.querySelectorAll(".card");
  }

  function figure(parent, text, className, note) {
    let shown = parent.querySelector(".figure");
    if (!shown) {
      shown = element("p", "", "figure");
      parent.append(shown, element("p", "", "note"));
    }
    shown.textContent = text;
    shown.className = "figure " + className;
    parent.querySelector(".note").textContent = note;
  }

  async function endpoint(results) {
    const [latency, availability, traffic, budget] = endpointBlock(results);
    const asked = new URLSearchParams([
      ["dimension", "Endpoint=" + results[0].endpoint],
      ["dimension", "Environment=" + results[0].environment],
      ["since", HISTORY],
      ["period", intervalSeconds + "s"],
    ]);
    const times = await ask("/api/v1/query?metric=" + encodeURIComponent(results[0].latencyMetric) + "&stat=p50&stat=p95&stat=p99&" + asked);
    const requests = await ask("/api/v1/query?metric=" + encodeURIComponent(results[0].requestsMetric) + "&stat=sum&by=StatusCode&" + asked);
    const axis = times.map((row) => Date.parse(row.start) / 1000);
    const limit = results.map((result) => /^p[\d.]+ < ([\d.]+)/.exec(result.objective)).find((found) => found);
    const lines = [["p50", "--p50"], ["p95", "--p95"], ["p99", "--p99"]];
    const data = [axis, ...["p50", "p95", "p99"].map((name) => times.map((row) => row.statistics[name]))];
    if (limit) {
      lines.push(["promised", "--bad", [4, 4]]);
      data.push(axis.map(() => Number(limit[1])));
    }
    chart(key(results[0]) + "latency", latency, lines, data);
    const byTime = new Map();
    for (const row of requests) {
      const at = Date.parse(row.start) / 1000;
      const sums = byTime.get(at) || { all: 0, good: 0, bad: 0 };
      const count = row.statistics.sum || 0;
      sums.all += count;
      if (row.dimensions.StatusCode === "2xx") sums.good += count;
      if (row.dimensions.StatusCode === "5xx") sums.bad += count;
      byTime.set(at, sums);
    }
    const moments = [...byTime.keys()].sort((left, right) => left - right);
    const sums = moments.map((at) => byTime.get(at));
    const promised = results.find((result) => result.objective.startsWith("availability"));
    const share = ({ good, bad }) => (good + bad === 0 ? null : (100 * good) / (good + bad));
    chart(key(results[0]) + "availability", availability,
      promised ? [["available", "--p50"], ["promised", "--bad", [4, 4]]] : [["available", "--p50"]],
      promised ? [moments, sums.map(share), moments.map(() => promised.target)] : [moments, sums.map(share)]);
    chart(key(results[0]) + "traffic", traffic, [["requests/s", "--p50"]], [moments, sums.map(({ all }) => all / intervalSeconds)]);
    const left = results.filter((result) => result.budgetLeftPercent !== undefined);
    const least = left.reduce((lowest, result) => (lowest === null || result.budgetLeftPercent < lowest.budgetLeftPercent ? result : lowest), null);
    const worst = results.find((result) => result.verdict === "violated") || results.find((result) => result.verdict !== "kept") || results[0];
    figure(budget, least ? number(least.budgetLeftPercent) + " %" : "-", verdictClass(worst.verdict),
      results.map((result) => result.objective + ": " + result.verdict.replace("_", " ") + (result.measured === undefined ? "" : " (" + number(result.measured) + ")")).join("; "));
  }

  async function showPromises() {
    const verdicts = await ask("/api/v1/slo");
    const none = byId("no-promises");
    none.hidden = verdicts.results.length > 0;
    none.textContent = verdicts.verdict === "none"
      ? "No promises are known: admin.slo names no file of objectives. docs/slo.md has an example."
      : verdicts.reason || "";
    const groups = new Map();
    for (const result of verdicts.results) groups.set(key(result), [...(groups.get(key(result)) || []), result]);
    for (const block of [...byId("promises").children]) if (!groups.has(block.dataset.key)) block.remove();
    for (const results of groups.values()) await endpoint(results);
  }

  // ---- series ----

  function cloudWatchQuery(row) {
    return JSON.stringify({
      Namespace: row.namespace,
      MetricName: row.metric,
      Dimensions: Object.entries(row.dimensions).map(([Name, Value]) => ({ Name, Value })),
    });
  }

  function seriesRow(row) {
    const shown = element("tr");
    shown.append(element("td", row.metric));
    shown.append(element("td", Object.entries(row.dimensions).map(([name, value]) => name + "=" + value).join(", ")));
    for (const value of [row.samplesPerSecond, row.statistics.p50, row.statistics.p95, row.statistics.p99, row.statistics.max]) shown.append(element("td", number(value), "number"));
    shown.append(element("td", row.unit));
    const copy = element("button", "copy");
    copy.type = "button";
    copy.title = "Copy as the Metric of a GetMetricData query";
    copy.addEventListener("click", () => navigator.clipboard.writeText(cloudWatchQuery(row)).then(() => { copy.textContent = "copied"; }));
    const cell = element("td");
    cell.append(copy);
    shown.append(cell);
    return shown;
  }

  async function showSeries() {
    const asked = new URLSearchParams({ search: byId("search").value, sort: byId("sort").value, limit: String(SERIES_SHOWN) });
    const answer = await ask("/api/v1/series?" + asked);
    intervalSeconds = answer.seconds || intervalSeconds;
    byId("series-about").textContent = answer.start === undefined
      ? "No interval is written yet. Send something, such as: echo 'test:1|c' > /dev/udp/" + udpAddress
      : answer.found === 0 ? "None is called so."
      : "The " + Math.min(answer.found, SERIES_SHOWN) + " of " + answer.found + " series, of the " + answer.seconds + " s from " + answer.start + ".";
    byId("series").querySelector("tbody").replaceChildren(...answer.series.map(seriesRow));
  }

  // ---- again and again ----

  async function every(millis, work) {
    for (;;) {
      try {
        await work();
      } catch (failure) {
        state("away", "the collector does not answer: " + failure.message);
      }
      await new Promise((done) => setTimeout(done, millis));
    }
  }

  byId("find").addEventListener("submit", (event) => event.preventDefault());
  byId("search").addEventListener("input", () => showSeries().catch(() => undefined));
  byId("sort").addEventListener("change", () => showSeries().catch(() => undefined));
  every(STATUS_EVERY_MILLIS, async () => {
    const now = { at: Date.now(), status: await ask("/api/v1/status") };
    showStatus(now);
    before = now;
  });
  every(REST_EVERY_MILLIS, async () => {
    await showSeries();
    await showPromises();
  });
})();
