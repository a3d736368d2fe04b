// The live page: asks this host's collector again and again and shows what it says.
import { shown } from "./charts.js";
import { showCost } from "./cost.js";
import { byId, setText } from "./dom.js";
import { showStatus, state } from "./flow.js";
import { intervalIs, showHistory, showLive, showVerdicts } from "./promises.js";
import { listen, showLooked, showSeries } from "./series.js";

/** Does the work now and then again and again, but not while nobody sees the page. */
async function every(millis, work, failed) {
  for (;;) {
    if (!document.hidden) await work().catch(failed);
    await new Promise((done) => setTimeout(done, millis));
  }
}

/** A part that cannot be told says so in its place; whether the collector is there, the status says. */
const saidAt = (id) => (failure) => {
  byId(id).hidden = false;
  setText(byId(id), "Cannot be told now: " + failure.message);
};

listen();
byId("range").addEventListener("change", () => { shown.seconds = Number(byId("range").value); });
every(1000, showStatus, (failure) => state("away", "the collector does not answer: " + failure.message));
every(1000, showLive, saidAt("no-promises"));
every(1000, showLooked, saidAt("look-about"));
every(5000, async () => intervalIs((await showSeries()) || 60), saidAt("series-about"));
every(5000, showVerdicts, saidAt("no-promises"));
every(20000, showHistory, saidAt("no-promises"));
every(10000, showCost, saidAt("cost-about"));
