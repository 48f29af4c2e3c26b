import { kindOf, millis } from './words.js';

const SPAN = 30_000;

let recent = [];

/** Sums up the calls of the last half minute. */
export function numbers(event) {
  const now = performance.now();
  recent.push({ ...event, at: now });
  recent = recent.filter((call) => now - call.at < SPAN);
  const good = recent.filter((call) => !call.error);
  const times = good.map((call) => call.firstTokenMillis).filter((time) => time !== null).sort((a, b) => a - b);
  const sent = recent.reduce((sum, call) => sum + call.attempts.filter((attempt) => kindOf(attempt) !== 'refused').length, 0);
  show('#success', percent(good.length));
  show('#by-a', percent(recent.filter((call) => call.provider === 'vendor-a').length));
  show('#by-b', percent(recent.filter((call) => call.provider === 'vendor-b').length));
  show('#first-token', times.length > 0 ? millis(times[Math.floor(times.length / 2)]) : '–');
  show('#requests', (sent / recent.length).toFixed(2));
}

function percent(count) {
  const share = 100 * count / recent.length;
  // Only all of them are 100 %.
  return `${share > 99 && share < 100 ? share.toFixed(1) : Math.floor(share)} %`;
}

function show(selector, text) {
  document.querySelector(selector).textContent = text;
}
