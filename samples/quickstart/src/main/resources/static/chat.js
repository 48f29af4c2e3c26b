import { ask } from './stream.js';
import { Answer, money } from './answer.js';
import { offer, chosenModel } from './models.js';

const SUGGESTIONS = [
  ['Explain', 'What is the bulkhead pattern, in three points?'],
  ['Code', 'Show me how to stream an answer with HarborAI in Java.'],
  ['Compare', 'Compare retry, hedging and failover in a table.'],
  ['中文', '用三点说明什么是熔断器。']
];

const FAILURES = [
  ['overloaded', '!error 503', 'The vendor has no capacity'],
  ['rate limit', '!error 429', 'The vendor says: too many requests'],
  ['wrong key', '!error 401', 'The vendor refuses the key'],
  ['error mid-answer', '!midstream-error', 'The vendor sends an error in the middle of its answer'],
  ['cut mid-answer', '!truncate', 'The connection ends in the middle of the answer'],
  ['stall', '!stall', 'The vendor falls silent: wait for the clock, or stop it'],
  ['slow', '!slow', 'Two tokens a second']
];

const scroller = document.querySelector('#scroller');
const messages = document.querySelector('#messages');
const welcome = document.querySelector('#welcome');
const form = document.querySelector('#composer');
const prompt = document.querySelector('#prompt');
const send = document.querySelector('#send');
const think = document.querySelector('#think');
const latest = document.querySelector('#latest');
const status = document.querySelector('#status');

/** The conversation as the next request will tell it. */
let history = [];
let current = null;
let following = true;
let spent = { answers: 0, tokens: 0, costs: new Map() };

async function converse(text) {
  const model = chosenModel();
  if (current || !model) {
    return;
  }
  welcome.hidden = true;
  following = true;
  const question = bubble(text);
  const answer = new Answer(model);
  messages.append(question, answer.element);
  follow();
  const conversation = history;
  const turn = { role: 'user', content: text };
  const request = { model: model.id, messages: [...conversation, turn] };
  if (!think.hidden) {
    request.thinking = think.getAttribute('aria-pressed') === 'true';
  }
  current = new AbortController();
  busy(true);
  status.textContent = 'The model is answering.';
  let ended = false;
  const fail = (failure) => {
    ended = true;
    answer.failed(failure, () => retry(question, answer, turn));
    status.textContent = `Failed: ${failure.problem}`;
  };
  try {
    for await (const event of ask(request, current.signal)) {
      if (event.type === 'end') {
        ended = true;
        answer.done(event);
        remember(event);
        status.textContent = 'The answer is complete.';
      }
      else if (event.type === 'failure') {
        fail(event);
      }
      else {
        answer.add(event);
      }
    }
    if (!ended) {
      fail(lost());
    }
  }
  catch (error) {
    if (error.name === 'AbortError') {
      answer.stopped();
      status.textContent = 'Stopped.';
    }
    else if (!ended) {
      fail(lost());
    }
  }
  finally {
    if (answer.text) {
      conversation.push(turn, { role: 'assistant', content: answer.text });
    }
    current = null;
    busy(false);
    follow();
  }
}

function lost() {
  return {
    error: 'Connection lost',
    problem: 'The application that serves this page stopped answering',
    remedy: 'See whether it is still running, then try again.'
  };
}

function retry(question, answer, turn) {
  if (current) {
    return;
  }
  const place = history.indexOf(turn);
  if (place >= 0) {
    history.splice(place, 2);
  }
  question.remove();
  answer.element.remove();
  converse(turn.content);
}

function stop() {
  current?.abort();
}

function remember(end) {
  spent.answers++;
  spent.tokens += end.tokens ? end.tokens.input + end.tokens.output : 0;
  if (end.cost) {
    spent.costs.set(end.cost.currency, (spent.costs.get(end.cost.currency) ?? 0) + Number(end.cost.amount));
  }
  const costs = [...spent.costs].map(([currency, amount]) => money(amount, currency));
  const line = document.querySelector('#session');
  line.textContent = [`${spent.answers} ${spent.answers === 1 ? 'answer' : 'answers'}`,
    `${spent.tokens.toLocaleString('en')} tokens`, costs.join(' + ')].filter(Boolean).join(' · ');
  line.hidden = false;
}

function bubble(text) {
  const element = document.createElement('li');
  element.className = 'message user';
  const said = document.createElement('div');
  said.className = 'said';
  said.textContent = text;
  element.append(said);
  return element;
}

function busy(answering) {
  document.body.dataset.busy = String(answering);
  send.setAttribute('aria-label', answering ? 'Stop' : 'Send');
  send.title = answering ? 'Stop (Esc)' : 'Send (Enter)';
  ready();
}

function ready() {
  send.disabled = !current && (!prompt.value.trim() || !chosenModel());
}

function fit() {
  prompt.style.height = 'auto';
  prompt.style.height = `${Math.min(prompt.scrollHeight, 220)}px`;
}

function follow() {
  if (following) {
    scroller.scrollTop = scroller.scrollHeight;
  }
}

function submit() {
  const text = prompt.value.trim();
  if (text && !current && chosenModel()) {
    prompt.value = '';
    fit();
    converse(text);
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  current ? stop() : submit();
});

prompt.addEventListener('input', () => {
  fit();
  ready();
});

prompt.addEventListener('keydown', (event) => {
  // An input method uses Enter to pick a word; keyCode 229 is how Safari says so.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    submit();
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing && !document.querySelector('#model-panel').matches(':popover-open')) {
    stop();
  }
});

document.querySelector('#new-chat').addEventListener('click', () => {
  stop();
  history = [];
  messages.replaceChildren();
  welcome.hidden = false;
  prompt.focus();
});

think.addEventListener('click', () =>
  think.setAttribute('aria-pressed', String(think.getAttribute('aria-pressed') !== 'true')));

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.classList.add('copied');
    setTimeout(() => button.classList.remove('copied'), 1500);
  }
});

messages.addEventListener('growth', follow);

// Only a reader scrolls up, so only that ends the following; a growing answer never does.
let lastTop = 0;
scroller.addEventListener('scroll', () => {
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  following = atEnd || (following && scroller.scrollTop >= lastTop);
  lastTop = scroller.scrollTop;
  latest.hidden = following;
});

latest.addEventListener('click', () => {
  following = true;
  follow();
});

const theme = document.querySelector('#theme');
const dark = window.matchMedia('(prefers-color-scheme: dark)');
document.documentElement.dataset.theme = localStorage.getItem('theme') ?? '';
theme.addEventListener('click', () => {
  const now = document.documentElement.dataset.theme || (dark.matches ? 'dark' : 'light');
  document.documentElement.dataset.theme = now === 'dark' ? 'light' : 'dark';
  localStorage.setItem('theme', document.documentElement.dataset.theme);
});

function showVendors(setup) {
  document.body.dataset.simulated = String(setup.simulated);
  const real = setup.vendors.filter((vendor) => vendor.state === 'real').map((vendor) => vendor.name);
  const others = setup.vendors.filter((vendor) => vendor.state !== 'real');
  const text = document.querySelector('#vendors-text');
  const strong = document.createElement('strong');
  strong.textContent = setup.simulated ? 'Simulated vendors.' : `Live: ${real.join(', ')}.`;
  text.replaceChildren(strong, setup.simulated
    ? ' Nothing leaves this machine. For the real ones, set a key and restart:'
    : others.length > 0 ? ' For more, set a key and restart:' : ' All vendors are real.');
  document.querySelector('#vendor-list').replaceChildren(...others.map((vendor) => {
    const item = document.createElement('li');
    const key = document.createElement('code');
    key.textContent = vendor.key;
    item.append(`${vendor.name} `, key);
    return item;
  }));
  document.querySelector('#vendors').hidden = false;
}

function chip(className, label, text, title) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = className;
  element.title = title;
  element.dataset.prompt = text;
  element.append(...label);
  element.addEventListener('click', () => converse(text));
  return element;
}

function labelled(kind, text) {
  const small = document.createElement('small');
  small.textContent = kind;
  const span = document.createElement('span');
  span.textContent = text;
  return [small, span];
}

async function begin() {
  document.querySelector('#suggestions').append(...SUGGESTIONS.map(([kind, text]) =>
    chip('suggestion', labelled(kind, text), text, 'Ask this')));
  const response = await fetch('api/models');
  const setup = await response.json();
  showVendors(setup);
  offer(setup.vendors, setup.defaultModel, (model) => {
    think.hidden = model.reasoning !== 'optional';
    prompt.placeholder = `Message ${model.label}…`;
    ready();
  });
  if (setup.simulated) {
    const failures = document.querySelector('#failures');
    failures.append(...FAILURES.map(([label, text, title]) => chip('failure-chip', [label], text, title)));
    failures.hidden = false;
  }
  document.body.dataset.ready = 'true';
}

begin().catch(() => {
  document.querySelector('#model-name').textContent = 'Models unavailable';
  status.textContent = 'The list of models could not be loaded. Reload the page.';
});
