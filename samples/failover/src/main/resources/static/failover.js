import { vendorCard, showVendor, lead } from './vendors.js';
import { fly, drawPipes } from './stage.js';
import { began, ended, latest } from './calls.js';
import { numbers } from './numbers.js';
import { tell } from './story.js';

const run = document.querySelector('#run');
const cards = new Map();
let status = null;

const on = {
  started(event) {
    began(event.call);
  },

  ended(event) {
    ended(event);
    latest(event);
    fly(event);
    numbers(event);
  },

  status(event) {
    for (const vendor of event.vendors) {
      if (!cards.has(vendor.name)) {
        cards.set(vendor.name, vendorCard(vendor.name));
        document.querySelector('#vendors').append(cards.get(vendor.name));
      }
      showVendor(cards.get(vendor.name), vendor);
    }
    tell(status, event);
    status = event;
    lead(event);
    run.textContent = event.running ? 'Pause' : 'Go on';
    run.setAttribute('aria-pressed', String(event.running));
    drawPipes(event);
    document.body.dataset.ready = 'true';
  }
};

const events = new EventSource('api/events');
events.addEventListener('message', ({ data }) => {
  const event = JSON.parse(data);
  on[event.type](event);
});
events.addEventListener('error', () => {
  status = null;
  lead(null);
});

run.addEventListener('click', () => fetch(`api/load/${!status?.running}`, { method: 'PUT' }));

const theme = document.querySelector('#theme');
const dark = window.matchMedia('(prefers-color-scheme: dark)');
document.documentElement.dataset.theme = localStorage.getItem('theme') ?? '';
theme.addEventListener('click', () => {
  const now = document.documentElement.dataset.theme || (dark.matches ? 'dark' : 'light');
  document.documentElement.dataset.theme = now === 'dark' ? 'light' : 'dark';
  localStorage.setItem('theme', document.documentElement.dataset.theme);
});
