/** The vendors of the route, as the page calls them. */
const VENDORS = {
  'vendor-a': { title: 'Vendor\u00a0A', letter: 'A', speaks: 'speaks DeepSeek’s dialect' },
  'vendor-b': { title: 'Vendor\u00a0B', letter: 'B', speaks: 'speaks ERNIE’s dialect' }
};

const BREAKERS = { CLOSED: 'breaker closed', OPEN: 'breaker open', HALF_OPEN: 'breaker half open' };

const REFUSED = ['circuit_open', 'bulkhead_full', 'rate_limited'];

export function vendorOf(name) {
  return VENDORS[name];
}

export function breakerWord(state) {
  return BREAKERS[state] ?? `breaker ${state.toLowerCase()}`;
}

/** What became of an attempt: ok, failed, or refused before anything was sent. */
export function kindOf(attempt) {
  return attempt.outcome === 'ok' ? 'ok' : REFUSED.includes(attempt.outcome) ? 'refused' : 'failed';
}

export function millis(time) {
  return time < 1000 ? `${Math.round(time)} ms` : `${(time / 1000).toFixed(1)} s`;
}
