// Per endpoint: response time, availability, traffic, error budget, and how response times are spread.
import { HeatChart, TimeChart, shown } from "./charts.js";
import { ask, byId, element, now, number, percent, setText, unitText } from "./dom.js";
import { Tracks } from "./track.js";

const LIVE_SECONDS = 900;
const CONVENTIONAL_MAX = 4;
const CONVENTIONAL_SECONDS = 15;
const LATELY_SECONDS = 60;
const GOOD = ["2xx"];
const BAD = ["5xx"];

const blocks = new Map();
let interval = 60;
let busy = { at: 0, endpoints: [] };

const keyOf = ({ service, environment, endpoint }) => JSON.stringify([service, environment, endpoint]);

function card(parent, title) {
  const made = element("div", undefined, "card");
  made.append(element("h4", title), element("p", "-", "now"));
  parent.append(made);
  return made;
}

const nowOf = (made) => made.querySelector(".now");

/** One endpoint on the page. */
class Block {
  constructor(endpoint) {
    this.endpoint = endpoint;
    this.latency = new Tracks();
    this.requests = new Tracks();
    this.history = { latency: [], requests: [] };
    this.visible = true;
    this.past = false;
    this.root = element("div", undefined, "endpoint");
    const of = [endpoint.service, endpoint.environment].filter((name) => name);
    this.root.append(element("h3", endpoint.endpoint + (of.length > 0 ? " (" + of.join(", ") + ")" : "")));
    const cards = element("div", undefined, "cards");
    this.cards = {
      latency: card(cards, "Response time, " + endpoint.latencyMetric),
      availability: card(cards, "Availability"),
      traffic: card(cards, "Traffic"),
      budget: card(cards, "Error budget left"),
      heat: card(cards, "Response times, last 15 minutes"),
    };
    this.cards.heat.classList.add("across");
    this.cards.budget.append(element("ul", undefined, "note"));
    this.root.append(cards);
    byId("promises").append(this.root);
    const latencyLimit = endpoint.objectives.find((objective) => objective.latency !== undefined);
    const availability = endpoint.objectives.find((objective) => objective.good);
    this.limit = latencyLimit ? latencyLimit.latency : undefined;
    this.target = availability ? availability.target : undefined;
    this.good = availability ? availability.good : GOOD;
    this.bad = availability ? availability.bad : BAD;
    const promised = ["promised", "--bad", [4, 4]];
    this.charts = {
      latency: new TimeChart(this.cards.latency, [["p50", "--p50"], ["p95", "--p95"], ["p99", "--p99"], ...(this.limit ? [promised] : [])]),
      availability: new TimeChart(this.cards.availability, [["available", "--p50"], ...(this.target ? [promised] : [])]),
      traffic: new TimeChart(this.cards.traffic, [["requests/s", "--p50"]]),
    };
    this.heat = new HeatChart(this.cards.heat);
    new IntersectionObserver((entries) => { this.visible = entries.at(-1).isIntersecting; }, { rootMargin: "200px" }).observe(this.root);
  }

  take(endpoint, since) {
    this.latency.take(endpoint.latency, since);
    this.requests.take(endpoint.requests, since);
    this.takeHeat(endpoint.latency);
  }

  takeHeat(view) {
    for (const group of view.groups) if (group.heat && (!this.latency.unit || group.unit === this.latency.unit)) this.heat.take(group.heat);
  }

  takeHistory(latency, requests) {
    const at = (row) => Date.parse(row.start) / 1000;
    this.history.latency = latency.map((row) => ({ start: at(row), ...row.statistics }));
    const sums = new Map();
    for (const row of requests) {
      const of = sums.get(at(row)) || { start: at(row), all: 0, good: 0, bad: 0 };
      const count = row.statistics.sum || 0;
      of.all += count;
      if (this.good.includes(row.dimensions.StatusCode)) of.good += count;
      if (this.bad.includes(row.dimensions.StatusCode)) of.bad += count;
      sums.set(of.start, of);
    }
    this.history.requests = [...sums.values()].sort((left, right) => left.start - right.start);
  }

  draw() {
    if (!this.visible) return;
    this.drawLatency();
    this.drawRequests();
    this.heat.show(unitText(this.latency.unit), this.limit);
  }

  drawLatency() {
    const track = this.latency.get("");
    const starts = track.starts();
    const first = starts.length > 0 ? starts[0] : Infinity;
    const old = this.history.latency.filter((row) => row.start + interval <= first);
    const of = (name) => [...old.map((row) => row[name]), ...starts.map((second) => track.at(second)[name] ?? null)];
    const times = [...old.map((row) => row.start), ...starts];
    const data = [times, of("p50"), of("p95"), of("p99")];
    if (this.limit) data.push(this.limit);
    this.charts.latency.show(data);
    const last = starts.map((second) => track.at(second)).findLast((row) => row.count > 0);
    setText(nowOf(this.cards.latency), last
      ? "p95 " + number(last.p95) + ", p99 " + number(last.p99) + " " + unitText(this.latency.unit) + " in the last second with samples"
      : "no sample in the last 15 minutes");
    setText(nowOf(this.cards.heat), this.limit ? "promised: the dashed line" : "");
  }

  drawRequests() {
    const starts = this.requests.starts();
    const first = starts.length > 0 ? starts[0] : Infinity;
    const old = this.history.requests.filter((row) => row.start + interval <= first);
    const times = [...old.map((row) => row.start), ...starts];
    const share = (good, bad) => (good + bad > 0 ? (100 * good) / (good + bad) : null);
    const good = starts.map((second) => this.requests.rate(second, this.good) || 0);
    const bad = starts.map((second) => this.requests.rate(second, this.bad) || 0);
    const available = [...old.map((row) => share(row.good, row.bad)), ...good.map((rate, index) => share(rate, bad[index]))];
    this.charts.availability.show(this.target ? [times, available, this.target] : [times, available]);
    const rates = starts.map((second) => this.requests.rate(second));
    this.charts.traffic.show([times, [...old.map((row) => row.all / interval), ...rates]]);
    const sum = (values) => values.reduce((all, one) => all + one, 0);
    setText(nowOf(this.cards.availability), percent(share(sum(good), sum(bad))) + " of the last " + number(Math.min(LIVE_SECONDS, starts.length)) + " s");
    setText(nowOf(this.cards.traffic), number(rates.at(-1) ?? null) + " requests/s");
  }

  /** Verdicts over the objectives' own windows. */
  takeVerdicts(results) {
    const left = results.filter((result) => result.budgetLeftPercent !== undefined).map((result) => result.budgetLeftPercent);
    const violated = results.some((result) => result.verdict === "violated");
    const fine = results.every((result) => result.verdict === "kept" || result.verdict === "idle");
    const figure = nowOf(this.cards.budget);
    setText(figure, left.length > 0 ? percent(Math.min(...left)) : "-");
    figure.className = "now figure " + (violated ? "bad" : fine ? "good" : "some");
    const lines = results.map((result) => element("li",
      result.objective + ": " + result.verdict.replace("_", " ") + (result.measured === undefined ? "" : " (" + number(result.measured) + ")")));
    this.cards.budget.querySelector("ul").replaceChildren(...lines);
  }

  parameters() {
    return [["dimension", "Endpoint=" + this.endpoint.endpoint],
      ...(this.endpoint.environment ? [["dimension", "Environment=" + this.endpoint.environment]] : [])];
  }

  async askHistory() {
    if (!this.visible) return;
    const asked = new URLSearchParams([...this.parameters(), ["since", "1h"], ["period", interval + "s"]]);
    const [latency, requests] = await Promise.all([
      ask("/api/v1/query?stat=p50&stat=p95&stat=p99&metric=" + encodeURIComponent(this.endpoint.latencyMetric) + "&" + asked),
      ask("/api/v1/query?stat=sum&by=StatusCode&metric=" + encodeURIComponent(this.endpoint.requestsMetric) + "&" + asked),
    ]);
    this.takeHistory(latency, requests);
  }
}

/** The seconds before it was first shown, which are many: for each endpoint once. */
async function askPast(block) {
  if (block.past || !block.visible || block.endpoint.service === "") return;
  block.past = true;
  const answer = await ask("/api/v1/live?endpoint=" + encodeURIComponent(block.endpoint.endpoint));
  const found = answer.endpoints.find((endpoint) => keyOf(endpoint) === keyOf(block.endpoint));
  if (found) block.take(found, 0);
}

/** How long intervals are: what is older than a quarter of an hour is told by them. */
export function intervalIs(seconds) {
  interval = seconds;
}

function blockOf(endpoint) {
  const key = keyOf(endpoint);
  if (!blocks.has(key)) {
    const block = new Block(endpoint);
    blocks.set(key, block);
    block.askHistory().catch(() => undefined);
  }
  return blocks.get(key);
}

/** Where nothing is promised: the busiest endpoints under the usual names, asked for now and then. */
async function busiest() {
  if (now() - busy.at < CONVENTIONAL_SECONDS) return busy.endpoints;
  const answer = await ask("/api/v1/series?search=ResponseTime&limit=50");
  const found = new Map();
  for (const row of answer.series) {
    const endpoint = { service: "", environment: row.dimensions.Environment || "", endpoint: row.dimensions.Endpoint,
      latencyMetric: "ResponseTime", requestsMetric: "RequestCount", objectives: [] };
    if (row.metric === "ResponseTime" && row.type === "timer" && endpoint.endpoint) found.set(keyOf(endpoint), endpoint);
  }
  // While there are none yet, the first one should not have to wait.
  busy = { at: found.size > 0 ? now() : 0, endpoints: [...found.values()].slice(0, CONVENTIONAL_MAX) };
  return busy.endpoints;
}

async function conventional() {
  return Promise.all((await busiest()).map(async (endpoint) => {
    const block = blockOf(endpoint);
    const asked = { latency: block.latency.since, requests: block.requests.since };
    const view = (metric, since, by) => ask("/api/v1/live?metric=" + metric + by + "&" + new URLSearchParams([...block.parameters(), ["since", since]]));
    const [latency, requests] = await Promise.all([view("ResponseTime", asked.latency, ""), view("RequestCount", asked.requests, "&by=StatusCode")]);
    block.takeHeat(latency.view);
    block.latency.take(latency.view, asked.latency);
    block.requests.take(requests.view, asked.requests);
    return endpoint;
  }));
}

/** The last second that all blocks know of; who knows less than the last minute asks for more by itself. */
function since() {
  const known = [...blocks.values()].map((block) => Math.min(block.latency.since, block.requests.since));
  const lately = Math.floor(now()) - LATELY_SECONDS;
  return known.length === 0 ? lately : Math.max(lately, Math.min(...known));
}

function removeOthers(endpoints) {
  const there = new Set(endpoints.map(keyOf));
  for (const [key, block] of blocks) {
    if (!there.has(key)) {
      block.root.remove();
      blocks.delete(key);
    }
  }
}

/** What came in the last second. */
export async function showLive() {
  const asked = since();
  for (const block of blocks.values()) if (block.latency.since < asked) block.past = false;
  let { endpoints } = await ask("/api/v1/live?since=" + asked);
  const promised = endpoints.length > 0;
  if (promised) for (const endpoint of endpoints) blockOf(endpoint).take(endpoint, asked);
  else endpoints = await conventional();
  byId("no-promises").hidden = promised;
  removeOthers(endpoints);
  const untils = [...blocks.values()].map((block) => block.latency.until);
  shown.until = Math.max(...untils, Math.floor(now()) - 5);
  for (const block of blocks.values()) {
    await askPast(block);
    block.draw();
  }
}

/** How it stands with the promises. */
export async function showVerdicts() {
  const verdicts = await ask("/api/v1/slo");
  setText(byId("no-promises"), verdicts.verdict === "none"
    ? "No promises are known: admin.slo names no file of objectives; docs/slo.md has an example. Until then, the busiest endpoints that send ResponseTime."
    : verdicts.reason || "");
  if (verdicts.reason) byId("no-promises").hidden = false;
  for (const block of blocks.values()) {
    const results = verdicts.results.filter((result) => keyOf(result) === keyOf(block.endpoint));
    block.takeVerdicts(results);
  }
}

/** What is older than the collector remembers by the second. */
export async function showHistory() {
  for (const block of blocks.values()) await block.askHistory();
}
