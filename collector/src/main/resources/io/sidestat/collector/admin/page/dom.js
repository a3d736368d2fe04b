// What every part of the page needs. All names in the answers are anybody's, so they only ever
// become text.

const ANSWER_MILLIS_MAX = 8000;

export const byId = (id) => document.getElementById(id);

/** An element with text. */
export function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Changes text only if it is another, so that nothing is drawn or read out again for nothing. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

let clockAhead = 0;

/** Seconds since 1970 by the collector's clock: the browser's may be another. */
export const now = () => Date.now() / 1000 + clockAhead;

/** Asks the collector for JSON. */
export async function ask(path) {
  const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MILLIS_MAX) });
  const told = Date.parse(answer.headers.get("Date"));
  // The header has whole seconds: a smaller difference is none.
  if (Math.abs(told / 1000 + 0.5 - Date.now() / 1000) > 2) clockAhead = told / 1000 + 0.5 - Date.now() / 1000;
  if (!answer.ok) throw new Error((await answer.text()).trim() || "HTTP " + answer.status);
  return answer.json();
}

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
const precise = new Intl.NumberFormat("en", { maximumSignificantDigits: 6 });

export function number(value) {
  if (value === undefined || value === null) return "-";
  return Math.abs(value) >= 1000 ? whole.format(value) : short.format(value);
}

/** A share of a hundred, in which the last nines matter. */
export function percent(value) {
  return value === undefined || value === null ? "-" : precise.format(value) + " %";
}

export function since(seconds) {
  if (seconds < 90) return whole.format(seconds) + " s";
  if (seconds < 5400) return whole.format(seconds / 60) + " min";
  return whole.format(seconds / 3600) + " h";
}

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const shortUnits = { Milliseconds: "ms", Seconds: "s", Microseconds: "us", Count: "", None: "" };

export const unitText = (unit) => (shortUnits[unit] === undefined ? unit : shortUnits[unit]);
