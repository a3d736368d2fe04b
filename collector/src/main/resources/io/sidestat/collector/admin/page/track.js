// What is known of one group of series, second by second.

const SECONDS_KEPT = 900;

/** Seconds with their figures; those in which nothing came are there too, and those unknown not. */
export class Track {
  constructor() {
    this.seconds = new Map();
  }

  /**
   * Takes what an answer has of a group.
   *
   * known: from and until of the view, and since of the question
   */
  take(columns, known) {
    columns.start.forEach((start, index) => {
      const row = { millis: columns.millis[index] };
      for (const name of ["count", "sum", "min", "max", "p50", "p95", "p99"]) row[name] = columns[name][index];
      // A second that could not be told from those before it stands for all of them.
      const covered = Math.max(1, Math.round(row.millis / 1000));
      for (let before = covered - 1; before >= 0; before--) this.seconds.set(start - before, row);
    });
    this.fill(known);
    const oldest = known.until - SECONDS_KEPT;
    for (const start of this.seconds.keys()) if (start < oldest) this.seconds.delete(start);
  }

  fill({ from, until, since }) {
    if (from < 0) return;
    for (let second = Math.max(from, since + 1, until - SECONDS_KEPT); second < until; second++) {
      if (!this.seconds.has(second)) this.seconds.set(second, { millis: 1000, count: 0, sum: 0 });
    }
  }

  at(second) {
    return this.seconds.get(second);
  }

  /** Per second, of a figure that adds up. */
  rate(second, name) {
    const row = this.at(second);
    return row === undefined || row[name] === null ? null : (row[name] * 1000) / row.millis;
  }

  starts() {
    return [...this.seconds.keys()].sort((left, right) => left - right);
  }
}

/** The tracks of a view, by the value that it keeps apart. */
export class Tracks {
  constructor() {
    this.byValue = new Map();
    this.until = 0;
    this.since = 0;
    this.unit = "";
    this.type = "";
  }

  /** Takes an answer; since is what it was asked for. */
  take(view, since) {
    const known = { from: view.from, until: view.until, since };
    for (const group of view.groups) {
      // Of several units under one name the first is shown: they do not add up.
      if (this.type && (group.type !== this.type || group.unit !== this.unit)) continue;
      this.type = group.type;
      this.unit = group.unit;
      if (!this.byValue.has(group.by)) this.byValue.set(group.by, new Track());
      this.byValue.get(group.by).take(group.seconds, known);
    }
    for (const track of this.byValue.values()) track.fill(known);
    if (view.until > 0) {
      this.until = view.until;
      this.since = view.until - 1;
    }
    this.complete = view.complete;
  }

  get(value) {
    return this.byValue.get(value) || new Track();
  }

  starts() {
    const all = new Set();
    for (const track of this.byValue.values()) for (const start of track.seconds.keys()) all.add(start);
    return [...all].sort((left, right) => left - right);
  }

  /** Of that second, the sum over these values; of all if there are none. Null if it is not known. */
  rate(second, values) {
    let sum = null;
    for (const [value, track] of this.byValue) {
      if (values && !values.includes(value)) continue;
      const rate = track.rate(second, "sum");
      if (rate !== null) sum = (sum || 0) + rate;
    }
    return sum;
  }
}
