// Numbers, times and money as people read them. What isn't known is a dash.

const NOTHING = "\u2013";

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const significant = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

function isKnown(value) {
  return typeof value === "number" && Number.isFinite(value);
}

function formatCount(value) {
  return isKnown(value) ? compact.format(value) : NOTHING;
}

function formatRate(value) {
  if (!isKnown(value)) {
    return NOTHING;
  }
  return value >= 1000 ? compact.format(value) : significant.format(value);
}

function formatPercent(value) {
  return isKnown(value) ? significant.format(value) + " %" : NOTHING;
}

function formatDuration(millis) {
  if (!isKnown(millis)) {
    return NOTHING;
  }
  if (millis < 1000) {
    return significant.format(millis) + " ms";
  }
  return millis < 120_000 ? significant.format(millis / 1000) + " s" : significant.format(millis / 60_000) + " min";
}

function formatMoney(amount, currency) {
  if (!isKnown(amount)) {
    return NOTHING;
  }
  const digits = amount !== 0 && Math.abs(amount) < 1
      ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency, ...digits }).format(amount);
  } catch (error) {
    if (error instanceof RangeError) {
      return significant.format(amount) + " " + currency;
    }
    throw error;
  }
}

function formatMoneys(amounts) {
  const texts = Object.entries(amounts ?? {}).map(([currency, amount]) => formatMoney(Number(amount), currency));
  return texts.length > 0 ? texts.join(" + ") : NOTHING;
}

function formatClock(time) {
  return new Date(time).toLocaleTimeString("en-GB");
}

function formatTime(instant) {
  const time = new Date(instant ?? NaN);
  if (Number.isNaN(time.getTime())) {
    return NOTHING;
  }
  const isToday = time.toDateString() === new Date().toDateString();
  return (isToday ? "" : time.toLocaleDateString("en-GB") + " ") + formatClock(time);
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function greatest(values) {
  const known = values.filter(isKnown);
  return known.length > 0 ? Math.max(...known) : NaN;
}

function capitalized(words) {
  const text = words.replaceAll("_", " ").replaceAll("-", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
