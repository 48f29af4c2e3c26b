// What was seen so far: for each provider a ring of samples, one for each look at the server.

const POINTS = 300;

const BREAKER_LEVELS = { closed: 0, half_open: 1, open: 2, forced_open: 2 };

class History {

  constructor() {
    this.providers = new Map();
    this.before = { at: NaN, totals: new Map() };
  }

  add(at, providers) {
    const seconds = (at - this.before.at) / 1000;
    const totals = new Map();
    for (const [name, provider] of Object.entries(providers)) {
      totals.set(name, totalsOf(provider));
      this.keep(name, sampleOf(at, provider, totals.get(name), this.before.totals.get(name), seconds));
    }
    this.before = { at, totals };
    const first = at - POINTS * PERIOD;
    for (const [name, samples] of this.providers) {
      if (!totals.has(name) && samples.at(-1).at < first) {
        this.providers.delete(name);
      }
    }
  }

  // The server said nothing: its lines have a gap there.
  miss(at) {
    for (const name of this.providers.keys()) {
      this.keep(name, { at });
    }
    this.before = { at: NaN, totals: new Map() };
  }

  keep(name, sample) {
    const samples = this.providers.get(name) ?? [];
    this.providers.set(name, samples);
    samples.push(sample);
    if (samples.length > POINTS) {
      samples.shift();
    }
  }

  latest(name) {
    return this.providers.get(name)?.at(-1) ?? {};
  }

}

function totalsOf(provider) {
  const statistics = provider.statistics ?? {};
  return {
    calls: statistics.calls ?? 0,
    // Nothing was sent, so they are among the errors only.
    refused: statistics.errors?.refused ?? 0,
    errors: sum(Object.values(statistics.errors ?? {})),
    tokens: (statistics.inputTokens ?? 0) + (statistics.outputTokens ?? 0),
  };
}

function sampleOf(at, provider, now, before, seconds) {
  const statistics = provider.statistics ?? {};
  return {
    at,
    calls: perSecond(now.calls, before?.calls, seconds) ?? statistics.callsPerSecond,
    refused: perSecond(now.refused, before?.refused, seconds),
    errors: perSecond(now.errors, before?.errors, seconds),
    tokens: perSecond(now.tokens, before?.tokens, seconds),
    latency: statistics.durationMillis ?? {},
    firstToken: statistics.firstTokenMillis ?? {},
    breaker: breakerLevel(provider.admission),
    bulkhead: bulkheadUse(provider.admission),
  };
}

// Counters that went back start anew, with the application or the provider.
function perSecond(now, before, seconds) {
  if (before === undefined || !(seconds > 0)) {
    return undefined;
  }
  return (now >= before ? now - before : now) / seconds;
}

function breakerLevel(admission) {
  return greatest(Object.values(admission?.breakers ?? {}).map((breaker) => BREAKER_LEVELS[breaker.state] ?? 0));
}

function bulkheadUse(admission) {
  return admission?.limit > 0 ? 100 * admission.inFlight / admission.limit : NaN;
}
