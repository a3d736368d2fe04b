// Pipeline health: the way from the apps to CloudWatch, and what is lost on it.
import { ask, byId, element, now as collectorNow, number, setText, since } from "./dom.js";

let before = null;

/** Where samples are received over UDP, as a shell writes to it. */
export let udpAddress = "127.0.0.1/8125";

function perSecond(now, group, name) {
  if (!before) return null;
  const more = now.status[group][name] - before.status[group][name];
  const seconds = (now.at - before.at) / 1000;
  return more < 0 || seconds <= 0 ? null : more / seconds;
}

/** Sets one step of the flow; its elements stay, so that a reader's place does. */
function step(index, title, figure, note, trouble) {
  const list = byId("flow");
  while (list.children.length <= index) {
    const item = element("li");
    item.append(element("span"), element("strong"), element("span"));
    list.append(item);
  }
  const [name, value, words] = list.children[index].children;
  setText(name, title);
  setText(value, figure);
  value.className = trouble ? "bad" : "";
  setText(words, note);
}

function showFlow(now, failing) {
  const status = now.status;
  const ledger = status.ledger;
  const rate = perSecond(now, "ledger", "received");
  step(0, "received", rate === null ? "-" : number(rate) + " /s", number(ledger.received) + " samples in " + number(ledger.datagrams) + " datagrams");
  const kept = perSecond(now, "ledger", "aggregated");
  step(1, "parsed", kept === null ? "-" : number(kept + perSecond(now, "ledger", "folded")) + " /s",
    number(ledger.aggregated + ledger.folded) + " samples kept, rejected " + number(ledger.rejected) + ", skipped " + number(ledger.skipped), ledger.rejected > 0);
  step(2, "series", number(status.liveSeries), "of at most " + number(status.series.limit) + ", folded samples " + number(ledger.folded), ledger.folded > 0);
  step(3, "journal", number(status.journalFigures.bytes / 1048576) + " MiB", "intervals waiting " + status.intervalsWaiting, status.intervalsWaiting > 2);
  const lastSent = status.publish.lastSent ? "last " + since((now.at - Date.parse(status.publish.lastSent)) / 1000) + " ago" : "none yet";
  const oldest = status.oldestUnsent ? ", oldest unsent since " + status.oldestUnsent : "";
  step(4, "CloudWatch",
    status.publishing === "off" ? "off" : failing ? "fails" : number(status.publish.requestsSent) + " requests",
    status.publishing === "off" ? "nothing is sent" : (failing ? failing + "; " : "") + lastSent + oldest,
    failing);
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

function showRejected(reasons, counts) {
  const items = Object.entries(reasons).map(([reason, lines]) => {
    const item = element("li", reason + " (" + number(counts[reason]) + "): ");
    item.append(element("code", lines.at(-1)));
    return item;
  });
  byId("rejected").hidden = items.length === 0;
  const list = byId("rejected").querySelector("ul");
  const words = items.map((item) => item.textContent).join("\n");
  if (list.dataset.words !== words) {
    list.dataset.words = words;
    list.replaceChildren(...items);
  }
}

/** Says in one line how it is. */
export function state(name, words) {
  const target = byId("state");
  if (target.dataset.state !== name || target.textContent !== words) {
    target.dataset.state = name;
    target.textContent = words;
  }
}

/** How the collector is now. */
export async function showStatus() {
  const status = await ask("/api/v1/status");
  const now = { at: collectorNow() * 1000, status };
  setText(byId("about"),
    "version " + status.version + ", up " + since((now.at - Date.parse(status.startedAt)) / 1000) + ", namespace " + status.namespace + ", " +
      Object.entries(status.dimensions).map(([name, value]) => name + "=" + value).join(", "));
  const udp = status.listeners.map((listener) => /^udp:([\d.]+):(\d+)$/.exec(listener.address)).find((found) => found);
  if (udp) udpAddress = udp[1] + "/" + udp[2];
  const failing = status.publishing === "on" && status.publish.lastError;
  showFlow(now, failing);
  const lost = losses(status);
  setText(byId("losses"), lost.length === 0 ? "Lost: nothing." : "Lost: " + lost.join(", ") + ".");
  byId("losses").className = lost.length === 0 ? "" : "bad";
  showRejected(status.lastRejected, status.rejectedByReason);
  const trouble = failing ? "publishing fails" : lost.length > 0 ? "samples are lost" : "";
  state(trouble ? "trouble" : "well", trouble || (status.ledger.received === 0 ? "well, and nobody has sent anything yet" : "well"));
  before = now;
}
