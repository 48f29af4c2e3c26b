import { breakerWord, vendorOf } from './words.js';

const template = document.querySelector('#vendor-template');
const headline = document.querySelector('#headline');
const advice = document.querySelector('#advice');

/** A vendor's card with the buttons that make it fail. */
export function vendorCard(name) {
  const card = template.content.firstElementChild.cloneNode(true);
  card.id = name;
  card.dataset.provider = name;
  card.querySelector('h2').textContent = vendorOf(name).title;
  card.querySelector('.speaks').textContent = vendorOf(name).speaks;
  card.querySelector('.conditions').setAttribute('aria-label', `Make ${vendorOf(name).title} well or bad`);
  for (const button of card.querySelectorAll('button')) {
    button.addEventListener('click', () => fetch(`api/vendors/${name}/${button.dataset.condition}`, { method: 'PUT' }));
  }
  return card;
}

export function showVendor(card, vendor) {
  card.dataset.condition = vendor.condition;
  card.dataset.breaker = vendor.breaker;
  card.querySelector('.breaker').textContent = breakerWord(vendor.breaker);
  for (const button of card.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.dataset.condition === vendor.condition));
  }
  const rate = vendor.failureRate === null ? '' : `${Math.round(vendor.failureRate)} % of its latest failed`;
  card.querySelector('.vendor-facts').textContent =
    [`${vendor.requests.toLocaleString('en')} requests reached it`, `${vendor.inFlight} under way`, rate]
      .filter(Boolean).join(' · ');
}

/** Says in one sentence what is going on; null means that nobody knows. */
export function lead(status) {
  const [phase, sentence, next] = phaseOf(status);
  document.body.dataset.phase = phase;
  if (headline.textContent !== sentence) {
    headline.textContent = sentence;
    advice.textContent = next;
  }
  document.querySelector('#under-way').textContent = status
    ? `${status.vendors.reduce((sum, vendor) => sum + vendor.inFlight, 0)} attempts under way` : '';
}

function phaseOf(status) {
  if (!status) {
    return ['lost', 'The connection is lost.', 'Is the application still running? The page tries again by itself.'];
  }
  if (!status.running) {
    return ['paused', 'Paused.', 'No calls are being made.'];
  }
  const [first, second] = status.vendors;
  const [a, b] = status.vendors.map((vendor) => vendorOf(vendor.name).title);
  if (first.condition !== 'WELL' && second.condition !== 'WELL') {
    return ['outage', 'Nobody is left to answer.', 'Calls fail, typed and soon, and the vendors are left in peace. Heal one.'];
  }
  if (first.breaker === 'HALF_OPEN') {
    return ['probing', `${a} is being tried with two calls.`, `If both go well, everything goes back to ${a}.`];
  }
  if (first.breaker === 'OPEN') {
    return first.condition === 'WELL'
      ? ['healing', `${a} is well again, but still left alone.`, 'Its circuit breaker will try it in a few seconds.']
      : ['open', `${a} is left alone, ${b} answers.`, `The breaker is open: nothing is sent to ${a} but a try now and then. Heal it with “Well”.`];
  }
  if (first.condition !== 'WELL') {
    return ['moving', `Calls are moving over to ${b}.`, first.condition === 'FAILING'
      ? `${a} answers 503: one more try, then ${b} is asked. Soon its circuit breaker will open.`
      : `${a} says nothing: after 1.5 s without a token it is given up. Soon its circuit breaker will open.`];
  }
  if (second.condition !== 'WELL') {
    return ['well', `${b} is down, and nobody notices.`, `${a} answers everything. Now make it fail, too, or heal ${b}.`];
  }
  return ['well', `All is well: ${a} answers.`, `Make it fail with “503s” or “Stalls”, and watch the calls.`];
}
