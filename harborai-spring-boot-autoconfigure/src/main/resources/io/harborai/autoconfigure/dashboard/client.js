// What is true of the client as a whole.

const FIGURES = { ms: formatDuration, ratio: (value) => formatPercent(100 * value) };

function clientFacts(description) {
  const routes = Object.entries(description.routes ?? {});
  const cache = description.cache;
  const off = Object.entries(description.optimizations ?? {}).filter(([, used]) => !used).map(([name]) => name);
  const facts = [
    ["Default model", description.defaultModel ?? "none"],
    ...routes.map(([name, route]) => [`Route ${name}`, `${route.strategy}: ${route.models.join(", ")}`]),
    ...Object.entries(description.performance ?? {}).map(([name, figure]) => figureFact(name, figure)),
  ];
  if (cache) {
    facts.push(["Cache of answers", `${formatCount(cache.hits)} hits, ${formatCount(cache.misses)} misses, `
        + `${formatCount(cache.joined)} joined, ${formatCount(cache.size)} kept`]);
  }
  if (off.length > 0) {
    facts.push(["Optimizations switched off", off.join(", "), "bad"]);
  }
  return facts;
}

function figureFact(name, { value, threshold, unit, estimated }) {
  const format = FIGURES[unit] ?? ((number) => `${formatRate(number)} ${unit}`);
  const isLow = name === "throughput";
  const isKnownBoth = isKnown(value) && isKnown(threshold);
  const limit = isKnown(threshold) ? `, ${isLow ? "at least" : "at most"} ${format(threshold)}` : "";
  const isCrossed = isKnownBoth && (isLow ? value < threshold : value > threshold);
  const text = isKnown(value) ? (estimated ? "about " : "") + format(value) + limit : NOTHING;
  return [capitalized(name.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase())), text, isCrossed ? "bad" : ""];
}
