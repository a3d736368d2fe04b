// What the metrics cost a month, by what is in the journal.
import { ask, byId, element, number, setText } from "./dom.js";

const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });

function row(metric) {
  const made = element("tr");
  made.append(element("td", metric.metric));
  for (const figure of [number(metric.metrics), number(metric.rollUps), number(metric.averageMetrics), dollars.format(metric.dollarsPerMonth)]) {
    made.append(element("td", figure, "number"));
  }
  return made;
}

export async function showCost() {
  const cost = await ask("/api/v1/cost");
  setText(byId("cost-about"), cost.metrics.length === 0 ? "Nothing is in the journal yet."
    : dollars.format(cost.total.dollarsPerMonth) + " a month, estimated from " + number(cost.window.hours) + " h: " +
      dollars.format(cost.total.metricDollarsPerMonth) + " for metrics, " + dollars.format(cost.requests.dollarsPerMonth) + " for requests.");
  byId("cost").hidden = cost.metrics.length === 0;
  byId("cost").querySelector("tbody").replaceChildren(...cost.metrics.map(row));
  byId("cost-notes").replaceChildren(...cost.notes.map((note) => element("li", note)));
}
