import { extract } from './stream.js';
import { settle, show } from './form.js';

const find = (selector) => document.querySelector(selector);
const text = find('#text');
const fill = find('#fill');
const examples = [...document.querySelectorAll('[data-example]')];

const STATES = {
  empty: 'Empty', asking: 'Asking…', filling: 'Filling in…', complete: 'Complete and checked', failed: 'Not complete',
  stopped: 'Stopped'
};

let call = null;

function become(state) {
  if (document.body.dataset.state === state) {
    return;
  }
  document.body.dataset.state = state;
  find('#state').textContent = STATES[state];
  fill.textContent = call ? 'Stop' : 'Fill in the form';
}

function clear() {
  call?.abort();
  call = null;
  show(null);
  find('#failure').hidden = true;
  find('#facts').textContent = '';
  become('empty');
}

const on = {
  filling({ notice }) {
    const count = show(notice);
    become('filling');
    find('#facts').textContent = count === 1 ? '1 entry so far' : `${count} entries so far`;
  },

  complete({ notice, model, strategy, tokens, cost, millis }) {
    end('complete', notice);
    const seconds = millis == null ? null : `${(millis / 1000).toFixed(1)} s`;
    const used = tokens == null ? null : `${tokens.toLocaleString('en')} tokens`;
    find('#facts').textContent = [model, strategy, seconds, used, cost].filter(Boolean).join(' · ');
  },

  failed({ notice, problem, explanation, error, reason }) {
    end('failed', notice);
    find('#problem').textContent = sentence(problem);
    find('#explanation').textContent = explanation ? sentence(explanation) : '';
    find('#error').textContent = [error, reason].filter(Boolean).join(' · ');
    find('#kept').hidden = !notice;
    find('#failure').hidden = false;
    find('#facts').textContent = '';
  }
};

function end(state, notice) {
  call = null;
  show(notice ?? null);
  settle();
  become(state);
}

function sentence(words) {
  const whole = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

async function run() {
  clear();
  const mine = new AbortController();
  call = mine;
  become('asking');
  try {
    for await (const event of extract(text.value.trim(), mine.signal)) {
      if (call === mine) {
        on[event.type](event);
      }
    }
    if (call === mine) {
      lost();
    }
  } catch (error) {
    if (call === mine) {
      lost();
    } else if (error.name !== 'AbortError') {
      throw error;
    }
  }
}

function lost() {
  call = null;
  settle();
  become('failed');
  find('#problem').textContent = 'The connection to the application was lost.';
  find('#explanation').textContent = 'Is it still running?';
  find('#error').textContent = '';
  find('#kept').hidden = !find('dd:not(:empty)');
  find('#failure').hidden = false;
}

function stop() {
  call.abort();
  call = null;
  settle();
  become('stopped');
}

async function load(example) {
  const response = await fetch(`examples/${example}.txt`);
  clear();
  text.value = (await response.text()).trim();
  fill.disabled = false;
  examples.forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.example === example)));
}

fill.addEventListener('click', () => call ? stop() : run());
text.addEventListener('input', () => {
  fill.disabled = !call && text.value.trim() === '';
  examples.forEach((button) => button.setAttribute('aria-pressed', 'false'));
});
examples.forEach((button) => button.addEventListener('click', () => load(button.dataset.example)));

const theme = find('#theme');
const dark = window.matchMedia('(prefers-color-scheme: dark)');
document.documentElement.dataset.theme = localStorage.getItem('theme') ?? '';
theme.addEventListener('click', () => {
  const now = document.documentElement.dataset.theme || (dark.matches ? 'dark' : 'light');
  document.documentElement.dataset.theme = now === 'dark' ? 'light' : 'dark';
  localStorage.setItem('theme', document.documentElement.dataset.theme);
});

const setup = await (await fetch('api/setup')).json();
find('#simulated').hidden = !setup.simulated;
find('[data-example=broken]').hidden = !setup.simulated;
await load('ship');
document.body.dataset.ready = 'true';
