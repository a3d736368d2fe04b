// All series: to be found, sorted, copied as a query to CloudWatch, and looked at by the second.
import { HeatChart, TimeChart } from "./charts.js";
import { ask, byId, element, number, setText, unitText } from "./dom.js";
import { udpAddress } from "./flow.js";
import { Tracks } from "./track.js";

const SHOWN_MAX = 200;
const rows = new Map();
let looked = null;
let asking = 0;

const dimensionsText = (row) => Object.entries(row.dimensions).map(([name, value]) => name + "=" + value).join(", ");
const keyOf = (row) => JSON.stringify([row.namespace, row.metric, row.type, row.unit, row.dimensions]);

/** One of the queries of a GetMetricData request. */
function cloudWatchQuery(row) {
  const Metric = { Namespace: row.namespace, MetricName: row.metric, Dimensions: Object.entries(row.dimensions).map(([Name, Value]) => ({ Name, Value })) };
  return JSON.stringify([{ Id: "m1", MetricStat: { Metric, Period: 60, Stat: row.type === "timer" ? "p95" : row.type === "counter" ? "Sum" : "Maximum" } }]);
}

function button(words, title, work) {
  const made = element("button", words);
  made.type = "button";
  made.title = title;
  made.addEventListener("click", () => work(made));
  return made;
}

function copy(row, pressed) {
  navigator.clipboard.writeText(cloudWatchQuery(row)).then(
    () => { pressed.textContent = "copied"; },
    () => { pressed.textContent = "not allowed"; });
}

/** A row of the table, made once; its buttons stay where they are, and keep the focus. */
function rowOf(row) {
  const key = keyOf(row);
  if (!rows.has(key)) {
    const made = element("tr");
    const name = dimensionsText(row);
    made.append(element("td", row.metric), element("td", name));
    for (let figure = 0; figure < 5; figure++) made.append(element("td", "", "number"));
    const cell = element("td");
    cell.append(
      button("look", "Show " + row.metric + " by the second", () => lookAt(row)), " ",
      button("copy", "Copy as the MetricDataQueries of GetMetricData", (pressed) => copy(row, pressed)));
    made.append(element("td", unitText(row.unit)), cell);
    rows.set(key, made);
  }
  const made = rows.get(key);
  const statistics = row.statistics;
  [row.samplesPerSecond, statistics.p50, statistics.p95, statistics.p99, statistics.max].forEach((value, index) => setText(made.children[index + 2], number(value)));
  return made;
}

function show(answer) {
  setText(byId("series-about"), answer.start === undefined
    ? "No interval is written yet. Send something, such as: echo 'test:1|c' > /dev/udp/" + udpAddress
    : answer.found === 0 ? "None is called so."
    : "The " + Math.min(answer.found, SHOWN_MAX) + " of " + answer.found + " series, of the " + answer.seconds + " s from " + answer.start + ".");
  const body = byId("series").querySelector("tbody");
  const wanted = answer.series.map(rowOf);
  // Only what moves is moved: the rest keeps its focus and need not be laid out again.
  wanted.forEach((made, index) => {
    if (body.children[index] !== made) body.insertBefore(made, body.children[index] || null);
  });
  while (body.children.length > wanted.length) body.lastChild.remove();
  const there = new Set(answer.series.map(keyOf));
  for (const key of rows.keys()) if (!there.has(key)) rows.delete(key);
}

/** The series of the interval that was written last; answers how long that was. */
export async function showSeries() {
  const turn = ++asking;
  const asked = new URLSearchParams({ search: byId("search").value, sort: byId("sort").value, limit: String(SHOWN_MAX) });
  const answer = await ask("/api/v1/series?" + asked);
  // Of several questions on their way only the last one's answer is wanted.
  if (turn === asking) show(answer);
  return answer.seconds;
}

function lines(type) {
  return type === "timer" ? [["p50", "--p50"], ["p95", "--p95"], ["p99", "--p99"]]
    : type === "counter" ? [["per second", "--p50"]] : [["value", "--p50"]];
}

function close() {
  looked = null;
  byId("look").hidden = true;
}

/** Shows a series by the second, from now on. */
function lookAt(row) {
  const panel = byId("look");
  panel.hidden = false;
  setText(byId("look-title"), row.metric + " " + dimensionsText(row) + (unitText(row.unit) ? ", " + unitText(row.unit) : ""));
  byId("look-charts").replaceChildren(element("div", undefined, "card"), element("div", undefined, "card"));
  const [left, right] = byId("look-charts").children;
  setText(byId("look-about"), "asking");
  looked = { row, tracks: new Tracks(), chart: new TimeChart(left, lines(row.type)), heat: undefined };
  if (row.type === "timer") looked.heat = new HeatChart(right);
  else right.remove();
  panel.scrollIntoView({ block: "nearest" });
  byId("look-close").focus();
  showLooked().catch(() => undefined);
}

/** What the series that is looked at got in the last seconds. */
export async function showLooked() {
  const at = looked;
  if (!at) return;
  const since = at.tracks.since;
  const asked = [["namespace", at.row.namespace], ["metric", at.row.metric], ["since", since],
    ...Object.entries(at.row.dimensions).map(([name, value]) => ["dimension", name + "=" + value])];
  const view = (await ask("/api/v1/live?" + new URLSearchParams(asked))).view;
  if (at !== looked) return;
  at.tracks.take({ ...view, groups: view.groups.filter((group) => group.type === at.row.type && group.unit === at.row.unit) }, since);
  const track = at.tracks.get("");
  const starts = track.starts();
  const figure = (name) => starts.map((second) => track.at(second)[name] ?? null);
  at.chart.show([starts, ...(at.row.type === "timer" ? [figure("p50"), figure("p95"), figure("p99")]
    : at.row.type === "counter" ? [starts.map((second) => track.rate(second, "sum"))] : [figure("max")])]);
  const last = starts.map((second) => track.at(second)).findLast((row) => row.count > 0);
  setText(byId("look-about"), last === undefined ? "waiting for samples"
    : at.row.type === "timer" ? "p50 " + number(last.p50) + ", p95 " + number(last.p95) + ", p99 " + number(last.p99) + ", " + number((last.count * 1000) / last.millis) + " samples/s"
    : at.row.type === "counter" ? number((last.sum * 1000) / last.millis) + " per second" : number(last.max));
  if (at.heat) {
    for (const group of view.groups) if (group.heat) at.heat.take(group.heat);
    at.heat.show(unitText(at.row.unit));
  }
}

export function listen() {
  byId("find").addEventListener("submit", (event) => event.preventDefault());
  byId("search").addEventListener("input", () => showSeries().catch(() => undefined));
  byId("sort").addEventListener("change", () => showSeries().catch(() => undefined));
  byId("look-close").addEventListener("click", close);
  byId("look").addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
}
