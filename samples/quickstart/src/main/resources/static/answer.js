import { render } from './markdown.js';
import { badge } from './models.js';

/** After this long without anything new, the page says that it is waiting. */
const QUIET = 2500;

const BUSY = ['waiting', 'thinking', 'answering'];

/**
 * One answer on the page, while it comes and after it has ended. Its `data-state` tells where it stands: waiting,
 * thinking, answering, and then done, stopped or failed.
 */
export class Answer {

  text = '';
  #thoughts = '';
  #began = performance.now();
  #lastNews = performance.now();
  #thinkingEnded = null;
  #firstToken = null;
  #finishReason = 'stop';
  #frame = null;
  #ticking;

  constructor(model) {
    this.element = document.querySelector('#answer-template').content.firstElementChild.cloneNode(true);
    this.element.dataset.provider = model.provider;
    badge(this.#part('badge'), model.provider);
    this.#part('who').textContent = model.label;
    this.#part('where').textContent = model.provider;
    this.#state('waiting');
    this.#ticking = setInterval(() => this.#tick(), 100);
  }

  /** Whether any text or reasoning has come. */
  get begun() {
    return this.#firstToken !== null;
  }

  add({ text, reasoning, finishReason }) {
    this.#lastNews = performance.now();
    this.#finishReason = finishReason ?? this.#finishReason;
    if (reasoning) {
      this.#think(reasoning);
    }
    if (text) {
      this.#say(text);
    }
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  /** The answer is whole. */
  done(end) {
    this.#finish('done');
    this.#facts([
      tokens(end.tokens),
      end.tokens?.thinking ? fact('thinking', count(end.tokens.thinking), 'tokens of the answer that were thinking') : null,
      time('first token', end.firstTokenMillis, 'from the question to the first token'),
      time('total', end.totalMillis, 'from the question to the end'),
      pace(end),
      cost(end),
      this.#finishReason === 'stop' ? null : fact('ended by', this.#finishReason, 'why the model stopped'),
      end.attempts > 1 ? fact('attempts', count(end.attempts), 'tries until it worked') : null
    ]);
    this.#part('where').textContent = `${end.provider} · ${end.model}`;
  }

  /** The reader has stopped it. */
  stopped() {
    this.#finish('stopped');
    this.#facts([
      fact('', 'Stopped', 'the connection to the vendor was closed'),
      time('first token', this.#firstToken && this.#firstToken - this.#began, 'from the question to the first token'),
      time('total', performance.now() - this.#began, 'from the question to the stop')
    ]);
  }

  /** It broke, perhaps in the middle. */
  failed(failure, retry) {
    this.#finish('failed');
    const box = this.#part('failure');
    box.hidden = false;
    box.querySelector('.problem').textContent = sentence(failure.problem);
    const remedy = box.querySelector('.remedy');
    remedy.textContent = failure.remedy ? sentence(failure.remedy) : '';
    remedy.hidden = !failure.remedy;
    box.querySelector('.partial').hidden = !this.begun;
    const details = box.querySelector('.details');
    details.replaceChildren(...[
      ['', failure.cause ? `${failure.error} ← ${failure.cause}` : failure.error],
      ['from', failure.provider && [failure.provider, failure.model].filter(Boolean).join('/')],
      ['status', failure.statusCode],
      ['code', failure.vendorCode],
      ['attempts', failure.attempts || null],
      ['retryable', failure.retryable === undefined ? null : failure.retryable ? 'yes' : 'no'],
      ['request', failure.requestId]
    ].filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => detail(name, value)));
    box.querySelector('.retry').addEventListener('click', retry);
  }

  #think(reasoning) {
    this.#firstToken ??= this.#lastNews;
    this.#thoughts += reasoning;
    if (this.element.dataset.state === 'waiting') {
      this.#state('thinking');
      this.#part('thoughts').hidden = false;
      this.#part('thoughts').open = true;
    }
  }

  #say(text) {
    this.#firstToken ??= this.#lastNews;
    this.text += text;
    if (this.element.dataset.state !== 'answering') {
      this.#endThinking();
      this.#part('thoughts').open = false;
      this.#state('answering');
    }
  }

  #finish(state) {
    clearInterval(this.#ticking);
    cancelAnimationFrame(this.#frame);
    this.#endThinking();
    this.#state(state);
    this.#draw();
    this.#part('waiting').hidden = true;
    this.#part('copy-answer').hidden = !this.text;
    this.#part('copy-answer').dataset.copy = this.text;
  }

  #state(state) {
    this.element.dataset.state = state;
    this.#part('answer').setAttribute('aria-busy', String(BUSY.includes(state)));
  }

  #endThinking() {
    if (this.#thoughts && this.#thinkingEnded === null) {
      this.#thinkingEnded = performance.now();
      this.#part('thoughts-title').textContent = `Thought for ${seconds(this.#thinkingEnded - this.#firstToken)}`;
    }
  }

  #draw() {
    this.#frame = null;
    this.#part('reasoning').textContent = this.#thoughts;
    render(this.#part('answer'), this.text);
    this.#tick();
    this.element.dispatchEvent(new Event('growth', { bubbles: true }));
  }

  #tick() {
    if (!BUSY.includes(this.element.dataset.state)) {
      return;
    }
    const now = performance.now();
    if (this.element.dataset.state === 'thinking') {
      this.#part('thoughts-title').textContent = `Thinking… ${seconds(now - this.#firstToken)}`;
    }
    const quiet = now - this.#lastNews > QUIET;
    const waiting = this.#part('waiting');
    waiting.hidden = this.begun && !quiet;
    waiting.querySelector('.waiting-text').textContent = quiet
      ? `Waiting for the vendor… ${Math.floor((now - this.#lastNews) / 1000)} s` : '';
  }

  #facts(all) {
    const facts = this.#part('facts');
    facts.replaceChildren(...all.filter(Boolean));
    facts.hidden = false;
  }

  #part(name) {
    return this.element.querySelector(`.${name}`);
  }

}

function tokens(used) {
  return used
    ? fact('tokens', `${count(used.input)} → ${count(used.output)}`,
        `${used.input} in${used.cached ? ` (${used.cached} cached)` : ''}, ${used.output} out`)
    : fact('tokens', 'not reported', 'the vendor sent no usage');
}

function pace(end) {
  const writing = (end.totalMillis - end.firstTokenMillis) / 1000;
  return end.tokens?.output > 1 && writing > 0.05
    ? fact('', `${count(Math.round(end.tokens.output / writing))} tokens/s`, 'since the first token') : null;
}

function cost(end) {
  if (!end.cost) {
    return fact('cost', 'unknown', 'no price is known for this model');
  }
  const element = fact('cost', money(end.cost.amount, end.cost.currency),
    document.body.dataset.simulated === 'true' ? 'what the real model would cost; the simulated one is free' : 'by the vendor’s price list');
  element.classList.add('cost');
  return element;
}

function time(name, millis, title) {
  return millis === null || millis === undefined ? null : fact(name, seconds(millis), title);
}

function fact(name, value, title) {
  const element = document.createElement('span');
  element.className = 'fact';
  element.title = title;
  const strong = document.createElement('b');
  strong.textContent = value;
  element.append(name ? `${name} ` : '', strong);
  return element;
}

function detail(name, value) {
  const element = document.createElement('span');
  element.textContent = name ? `${name} ${value}` : value;
  return element;
}

function sentence(text) {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?。！？]$/.test(whole) ? whole : `${whole}.`;
}

function count(number) {
  return number.toLocaleString('en');
}

function seconds(millis) {
  return millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;
}

export function money(amount, currency) {
  return new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol',
    maximumSignificantDigits: 3, minimumSignificantDigits: 1 }).format(Number(amount));
}
