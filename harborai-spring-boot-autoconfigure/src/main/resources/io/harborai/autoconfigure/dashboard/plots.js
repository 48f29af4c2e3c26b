// The plots, drawn by Chart.js.

const SERIES = 8;

const DASHES = [[], [6, 3], [2, 2]];

const TIME_STEPS = [15_000, 30_000, 60_000, 120_000, 300_000];

const BREAKER_NAMES = ["closed", "half open", "open"];

const PLOTS = [
  { id: "calls", value: (sample) => sample.calls, format: formatRate },
  { id: "errors", value: (sample) => sample.errors, format: formatRate },
  { id: "latency", value: (sample, percentile) => sample.latency?.[percentile], format: formatDuration },
  { id: "first-token", value: (sample, percentile) => sample.firstToken?.[percentile], format: formatDuration },
  { id: "tokens", value: (sample) => sample.tokens, format: formatRate },
  { id: "breakers", value: (sample) => sample.breaker, format: (level) => BREAKER_NAMES[level] ?? NOTHING, max: 2, step: 1, stepped: true },
  { id: "bulkhead", value: (sample) => sample.bulkhead, format: formatPercent, max: 100, step: 25 },
];

// A provider keeps its place, and with it its colour, as long as the page is open.
class Palette {

  constructor() {
    this.places = new Map();
    this.read();
  }

  read() {
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue("--" + name).trim();
    this.series = Array.from({ length: SERIES }, (_, index) => color("series-" + (index + 1)));
    this.ink = color("soft");
    this.grid = color("grid");
    this.panel = color("panel");
    this.text = color("ink");
    this.font = color("sans");
  }

  place(name) {
    if (!this.places.has(name)) {
      this.places.set(name, this.places.size);
    }
    return this.places.get(name);
  }

  color(name) {
    return this.series[this.place(name) % SERIES];
  }

  variable(name) {
    return `var(--series-${this.place(name) % SERIES + 1})`;
  }

  dash(name) {
    return DASHES[Math.floor(this.place(name) / SERIES) % DASHES.length];
  }

}

class Plots {

  constructor(palette) {
    this.palette = palette;
    this.percentile = "p95";
    this.lines = new Map(PLOTS.map((plot) => [plot.id, new Chart(canvasOf(plot), lineChart(plot))]));
    this.cost = new Chart(document.getElementById("plot-cost"), barChart());
    this.paint();
  }

  show(history, providers, currency) {
    for (const plot of PLOTS) {
      this.showLines(plot, history);
    }
    this.showCost(providers, currency);
  }

  showLines(plot, history) {
    const chart = this.lines.get(plot.id);
    const known = new Map(chart.data.datasets.map((line) => [line.label, line]));
    let first = Infinity;
    let last = -Infinity;
    chart.data.datasets = [...history.providers].map(([name, samples]) => {
      first = Math.min(first, samples[0].at);
      last = Math.max(last, samples.at(-1).at);
      const line = known.get(name) ?? this.line(plot, name);
      line.data = samples.map((sample) => ({ x: sample.at, y: plot.value(sample, this.percentile) ?? NaN }));
      return line;
    });
    if (last >= first) {
      chart.options.scales.x.max = last;
      chart.options.scales.x.min = Math.max(Math.min(first, last - 60_000), last - POINTS * PERIOD);
    }
    chart.update("none");
    canvasOf(plot).dataset.points = String(sum(chart.data.datasets
        .map((line) => line.data.filter((point) => isKnown(point.y)).length)));
    describe(canvasOf(plot), chart.data.datasets.map((line) => line.label + " " + plot.format(line.data.at(-1)?.y)));
  }

  line(plot, name) {
    return {
      label: name, data: [], parsing: false, spanGaps: false, stepped: plot.stepped ? "before" : false,
      borderColor: this.palette.color(name), borderDash: this.palette.dash(name), borderWidth: 2,
      borderJoinStyle: "round", pointRadius: 0, pointHoverRadius: 3, pointBackgroundColor: this.palette.color(name),
    };
  }

  showCost(providers, currency) {
    const names = Object.keys(providers);
    const amounts = names.map((name) => Number(providers[name].statistics?.cost?.[currency] ?? 0));
    this.cost.data.labels = names;
    this.cost.data.datasets[0].data = amounts;
    this.cost.data.datasets[0].backgroundColor = names.map((name) => this.palette.color(name));
    this.cost.options.currency = currency;
    this.cost.update("none");
    const canvas = document.getElementById("plot-cost");
    canvas.dataset.points = String(amounts.filter((amount) => amount > 0).length);
    describe(canvas, names.map((name, index) => name + " " + formatMoney(amounts[index], currency)));
  }

  // The page went from light to dark or back.
  paint() {
    this.palette.read();
    for (const chart of [...this.lines.values(), this.cost]) {
      const { scales, plugins } = chart.options;
      for (const scale of [scales.x, scales.y]) {
        scale.grid.color = this.palette.grid;
        scale.ticks.color = this.palette.ink;
        scale.ticks.font = { family: this.palette.font, size: 11 };
      }
      Object.assign(plugins.tooltip, {
        backgroundColor: this.palette.panel, titleColor: this.palette.text, bodyColor: this.palette.text,
        borderColor: this.palette.grid, borderWidth: 1,
      });
    }
    for (const chart of this.lines.values()) {
      for (const line of chart.data.datasets) {
        line.borderColor = this.palette.color(line.label);
        line.pointBackgroundColor = this.palette.color(line.label);
      }
      chart.update("none");
    }
    this.cost.data.datasets[0].backgroundColor = this.cost.data.labels.map((name) => this.palette.color(name));
    this.cost.update("none");
  }

}

function canvasOf(plot) {
  return document.getElementById("plot-" + plot.id);
}

function describe(canvas, texts) {
  canvas.dataset.name ||= canvas.getAttribute("aria-label");
  canvas.setAttribute("aria-label", canvas.dataset.name + ": " + (texts.join(", ") || "nothing yet"));
}

// At most five times that end in full quarters of a minute, minutes or more.
function fullTimes(scale) {
  const step = TIME_STEPS.find((each) => (scale.max - scale.min) / each <= 4) ?? TIME_STEPS.at(-1);
  scale.ticks = [];
  if (scale.max <= 1) {
    return; // There is no data yet.
  }
  for (let at = Math.ceil(scale.min / step) * step; at <= scale.max; at += step) {
    scale.ticks.push({ value: at });
  }
}

function commonOptions() {
  return {
    animation: false, responsive: true, maintainAspectRatio: false,
    interaction: { mode: "nearest", axis: "x", intersect: false },
    plugins: { legend: { display: false }, title: { display: false }, tooltip: { boxPadding: 4, callbacks: {} } },
  };
}

function lineChart(plot) {
  const options = commonOptions();
  options.normalized = true;
  options.plugins.tooltip.callbacks = {
    title: (items) => items.length > 0 ? formatClock(items[0].parsed.x) : "",
    label: (item) => item.dataset.label + "  " + plot.format(item.parsed.y),
  };
  options.scales = {
    x: {
      type: "linear", grid: { display: false }, border: { display: false }, afterBuildTicks: fullTimes,
      ticks: { maxRotation: 0, callback: formatClock },
    },
    y: {
      type: "linear", beginAtZero: true, max: plot.max, suggestedMax: plot.max ?? 1, border: { display: false }, grid: {},
      ticks: { maxTicksLimit: 5, stepSize: plot.step, callback: (value) => plot.format(value) },
    },
  };
  return { type: "line", data: { datasets: [] }, options };
}

function barChart() {
  const options = commonOptions();
  options.indexAxis = "y";
  options.currency = "USD";
  options.interaction.axis = "y";
  options.plugins.tooltip.callbacks = { label: (item) => formatMoney(item.parsed.x, item.chart.options.currency) };
  options.scales = {
    x: {
      type: "linear", beginAtZero: true, border: { display: false }, grid: {},
      ticks: { maxTicksLimit: 4, maxRotation: 0, callback(value) { return formatMoney(value, this.chart.options.currency); } },
    },
    y: { type: "category", border: { display: false }, grid: { display: false }, ticks: {} },
  };
  return { type: "bar", data: { labels: [], datasets: [{ data: [], borderRadius: 5, maxBarThickness: 26 }] }, options };
}
