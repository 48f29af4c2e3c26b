import { vendorOf } from './words.js';

const story = document.querySelector('#story');

const LINES = 7;

const CONDITIONS = {
  WELL: 'You healed {vendor}.',
  FAILING: 'You made {vendor} answer 503.',
  SILENT: 'You made {vendor} fall silent.'
};

const BREAKERS = {
  OPEN: 'The breaker of {vendor} opened: it is left alone.',
  HALF_OPEN: 'The breaker of {vendor} is half open: two calls try it.',
  CLOSED: 'The breaker of {vendor} closed: it is back.'
};

/** Writes down what has changed from one status to the next. */
export function tell(before, now) {
  if (!before) {
    return;
  }
  now.vendors.forEach((vendor, index) => {
    const was = before.vendors[index];
    if (vendor.condition !== was.condition) {
      line(vendor, CONDITIONS[vendor.condition], vendor.condition === 'WELL' ? 'good' : 'bad');
    }
    if (vendor.breaker !== was.breaker && BREAKERS[vendor.breaker]) {
      line(vendor, BREAKERS[vendor.breaker], vendor.breaker === 'OPEN' ? 'bad' : vendor.breaker === 'CLOSED' ? 'good' : 'open');
    }
  });
}

function line(vendor, text, mood) {
  const item = document.createElement('li');
  item.dataset.mood = mood;
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString('en-GB');
  item.append(time, text.replace('{vendor}', vendorOf(vendor.name).title));
  story.prepend(item);
  while (story.children.length > LINES) {
    story.lastElementChild.remove();
  }
}
