// Lines over time, drawn by uPlot.
import { colour, now, number } from "./dom.js";

const HEIGHT = 140;

const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The stretch of time that all charts show: seconds, and its end in seconds since 1970. */
export const shown = { seconds: 3600, until: now() };

/** A chart of some lines, made once and given new data from then on. */
export class TimeChart {
  /** Lines are [label, name of a colour, dashes]. */
  constructor(parent, lines) {
    this.lines = lines;
    const axis = { stroke: () => colour("--quiet"), grid: { stroke: () => colour("--line"), width: 1 } };
    this.plot = new uPlot(
      {
        width: 280,
        height: HEIGHT,
        cursor: { drag: { x: false, y: false } },
        scales: { x: { range: () => [shown.until - shown.seconds, shown.until] } },
        legend: { live: false },
        axes: [{ ...axis, values: (self, ticks) => ticks.map((tick) => clock.format(tick * 1000)) }, { ...axis, size: 52, values: (self, ticks) => ticks.map(number) }],
        series: [
          {},
          ...lines.map(([label, name, dash]) => ({
            label, stroke: () => colour(name), width: 1.5, dash, spanGaps: true,
          })),
        ],
      },
      [[], ...lines.map(() => [])],
      parent);
    this.plot.root.setAttribute("role", "img");
    this.name = lines.map(([label]) => label).join(", ") + " over time";
    this.plot.root.setAttribute("aria-label", this.name);
    new ResizeObserver(() => this.plot.setSize({ width: Math.max(200, parent.clientWidth - 26), height: HEIGHT })).observe(parent);
  }

  /**
   * Shows times, and for each line a value for each of them or null; a line that is but a number goes all along.
   */
  show([times, ...lines]) {
    const first = shown.until - shown.seconds;
    const inside = times.findIndex((time) => time >= first);
    const from = inside < 0 ? times.length : inside;
    const row = (line) => (Array.isArray(line) ? [null, ...line.slice(from), null] : [line, ...times.slice(from).map(() => line), line]);
    this.plot.setData([[first, ...times.slice(from), shown.until], ...lines.map(row)]);
    const last = this.lines.map(([label], line) => label + " " + number(Array.isArray(lines[line]) ? lines[line].at(-1) : lines[line]));
    this.plot.root.setAttribute("aria-label", this.name + "; last " + last.join(", "));
  }
}

const CELL_HEIGHT_MAX = 12;

/** How samples are spread by value and time: the darker a cell, the more samples. */
export class HeatChart {
  constructor(parent) {
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    this.canvas.className = "heat";
    parent.append(this.canvas);
    this.columns = new Map();
    this.perOctave = 4;
    this.columnSeconds = 10;
  }

  /** Takes columns that are new or have changed. */
  take(heat) {
    this.perOctave = heat.cellsPerOctave;
    this.columnSeconds = heat.columnSeconds;
    for (const column of heat.columns) this.columns.set(column.start, column);
    const oldest = shown.until - 900 - heat.columnSeconds;
    for (const start of this.columns.keys()) if (start < oldest) this.columns.delete(start);
  }

  from(cell) {
    return 2 ** (cell / this.perOctave);
  }

  /** Draws what there is; a limit is a value at which a line is drawn. */
  show(unit, limit) {
    const columns = [...this.columns.values()];
    const context = this.canvas.getContext("2d");
    const scale = window.devicePixelRatio || 1;
    const width = Math.max(200, this.canvas.parentElement.clientWidth - 26);
    this.canvas.style.width = width + "px";
    this.canvas.style.height = HEIGHT + "px";
    this.canvas.width = width * scale;
    this.canvas.height = HEIGHT * scale;
    context.scale(scale, scale);
    if (columns.length === 0) {
      this.canvas.setAttribute("aria-label", "No samples in the last 15 minutes");
      return;
    }
    const lowest = Math.min(...columns.map((column) => column.first));
    const highest = Math.max(...columns.map((column) => column.first + column.counts.length));
    const most = Math.max(...columns.map((column) => Math.max(...column.counts)));
    const left = 52;
    const height = Math.min(CELL_HEIGHT_MAX, (HEIGHT - 8) / (highest - lowest));
    const bottom = Math.min(HEIGHT - 4, 4 + height * (highest - lowest));
    const across = (width - left) / (900 / this.columnSeconds);
    const start = shown.until - 900;
    context.fillStyle = colour("--heat");
    for (const column of columns) {
      const x = left + ((column.start - start) / this.columnSeconds) * across;
      column.counts.forEach((count, index) => {
        if (count > 0) {
          // A single sample among thousands is what one looks for: it must be seen.
          context.globalAlpha = 0.15 + 0.85 * (Math.log1p(count) / Math.log1p(most));
          context.fillRect(x, bottom - (column.first + index - lowest + 1) * height, Math.max(1, across - 0.5), Math.max(1, height - 0.5));
        }
      });
    }
    context.globalAlpha = 1;
    this.scaleWords(context, lowest, highest, bottom);
    this.limitLine(context, limit, lowest, bottom, height, left, width);
    this.canvas.setAttribute("aria-label",
      "Samples by value and time, last 15 minutes: from " + number(this.from(lowest)) + " to " + number(this.from(highest)) + " " + unit);
  }

  scaleWords(context, lowest, highest, bottom) {
    context.fillStyle = colour("--quiet");
    context.font = "12px system-ui";
    context.textAlign = "right";
    context.fillText(number(this.from(highest)), 46, 14);
    if (highest - lowest > 2) context.fillText(number(this.from(lowest)), 46, bottom);
  }

  limitLine(context, limit, lowest, bottom, height, left, width) {
    if (!(limit > 0)) return;
    const y = bottom - (Math.log2(limit) * this.perOctave - lowest) * height;
    if (y < 0 || y > bottom) return;
    context.strokeStyle = colour("--bad");
    context.setLineDash([4, 4]);
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(width, y);
    context.stroke();
  }
}
