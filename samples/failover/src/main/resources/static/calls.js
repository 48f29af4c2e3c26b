import { kindOf, millis, vendorOf } from './words.js';

const calls = document.querySelector('#calls');
const list = document.querySelector('#latest');

const COLUMN = 10;
const LATEST = 7;
const TALLEST = 4000;

/** A column for a call that is under way. */
export function began(number) {
  const call = document.createElement('li');
  call.className = 'call';
  call.dataset.call = number;
  call.dataset.state = 'running';
  const bar = document.createElement('span');
  bar.className = 'time';
  const attempts = document.createElement('span');
  attempts.className = 'attempts';
  call.append(bar, attempts);
  calls.append(call);
  const room = Math.max(20, Math.floor(calls.clientWidth / COLUMN));
  while (calls.children.length > room) {
    calls.firstElementChild.remove();
  }
}

/** Fills a call's column. */
export function ended(event) {
  const call = calls.querySelector(`[data-call="${event.call}"]`);
  if (!call) {
    return;
  }
  call.dataset.state = event.error ? 'failed' : 'ok';
  call.dataset.provider = event.provider ?? '';
  call.title = said(event);
  const time = event.firstTokenMillis ?? TALLEST;
  // The root shows both a tenth of a second and the seconds of a stall.
  call.querySelector('.time').style.height = `${Math.min(100, 100 * Math.sqrt(time / TALLEST))}%`;
  call.querySelector('.attempts').replaceChildren(...event.attempts.map(dot));
}

/** Tells how the latest calls went, attempt by attempt. */
export function latest(event) {
  const item = document.createElement('li');
  item.title = event.problem ?? '';
  const number = document.createElement('span');
  number.className = 'soft number-of';
  number.textContent = `#${event.call}`;
  item.append(number, ...event.attempts.map(chip));
  if (event.error) {
    const error = document.createElement('span');
    error.className = 'error';
    error.textContent = event.error;
    item.append(error);
  }
  list.prepend(item);
  while (list.children.length > LATEST) {
    list.lastElementChild.remove();
  }
}

function dot(attempt) {
  const element = document.createElement('i');
  element.dataset.provider = attempt.provider;
  element.dataset.outcome = kindOf(attempt);
  return element;
}

function chip(attempt) {
  const element = document.createElement('span');
  element.className = 'chip';
  element.dataset.provider = attempt.provider;
  element.dataset.outcome = kindOf(attempt);
  element.textContent = words(attempt);
  return element;
}

function words(attempt) {
  const outcome = attempt.outcome.replaceAll('_', ' ');
  return `${vendorOf(attempt.provider).letter} ${outcome}${kindOf(attempt) === 'refused' ? '' : ` ${millis(attempt.millis)}`}`;
}

function said(event) {
  return [`Call ${event.call}`, ...event.attempts.map(words), event.problem].filter(Boolean).join('\n');
}
