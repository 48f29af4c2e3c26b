import { kindOf } from './words.js';

const stage = document.querySelector('#stage');
const source = document.querySelector('#source');
const dots = document.querySelector('#dots');
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

const FLIGHT = 420;

/** Lets a dot fly for each attempt that was sent, one after the other. */
export function fly(call) {
  if (still.matches || document.hidden) {
    return;
  }
  call.attempts.filter((attempt) => kindOf(attempt) !== 'refused')
    .forEach((attempt, index) => setTimeout(() => flyOne(attempt), index * FLIGHT * 0.8));
}

function flyOne(attempt) {
  const way = wayTo(attempt.provider);
  if (!way) {
    return;
  }
  const dot = document.createElement('i');
  dot.dataset.provider = attempt.provider;
  dot.dataset.outcome = kindOf(attempt);
  dots.append(dot);
  const frames = Array.from({ length: 13 }, (_, index) => {
    const [x, y] = way(index / 12);
    return { transform: `translate(${x}px, ${y}px)` };
  });
  const flight = dot.animate(frames, { duration: FLIGHT, easing: 'ease-in', fill: 'forwards' });
  flight.finished.then(() => {
    const card = document.getElementById(attempt.provider);
    card?.animate([{ borderColor: getComputedStyle(dot).backgroundColor }, {}], { duration: 500 });
    dot.remove();
  });
}

/** Draws the lines from the application to the vendors, solid where calls may go. */
export function drawPipes(status) {
  for (const vendor of status.vendors) {
    const pipe = stage.querySelector(`.pipes [data-provider="${vendor.name}"]`);
    const way = wayTo(vendor.name);
    pipe.dataset.breaker = vendor.breaker;
    pipe.setAttribute('d', way.path);
  }
}

/** The curve from the application's edge to a vendor's: to the right, or downwards on a narrow screen. */
function wayTo(provider) {
  const card = document.getElementById(provider);
  if (!card) {
    return null;
  }
  const origin = stage.getBoundingClientRect();
  const from = source.getBoundingClientRect();
  const to = card.getBoundingClientRect();
  const across = to.left >= from.right;
  const start = across ? [from.right - origin.left, middle(from.top, from.bottom) - origin.top]
    : [middle(from.left, from.right) - origin.left, from.bottom - origin.top];
  const end = across ? [to.left - origin.left, middle(to.top, to.bottom) - origin.top]
    : [middle(to.left, to.right) - origin.left, to.top - origin.top];
  const bend = across ? middle(start[0], end[0]) : middle(start[1], end[1]);
  const [one, two] = across ? [[bend, start[1]], [bend, end[1]]] : [[start[0], bend], [end[0], bend]];
  const way = (t) => [0, 1].map((axis) => (1 - t) ** 3 * start[axis] + 3 * (1 - t) ** 2 * t * one[axis]
    + 3 * (1 - t) * t ** 2 * two[axis] + t ** 3 * end[axis]);
  way.path = `M${start} C${one} ${two} ${end}`;
  return way;
}

function middle(one, other) {
  return (one + other) / 2;
}
