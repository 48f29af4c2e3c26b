// A card for each provider: its state, its numbers and its buttons.

const STATE_TONES = { ready: "good", starting: "note", disabled: "bad" };

const BREAKER_TONES = { closed: "good", half_open: "note", open: "bad", forced_open: "bad" };

// What is of no use in a state: buttons stay where they are, but do nothing.
const POINTLESS = {
  configured: ["enable", "unload"],
  starting: ["enable", "warm-up"],
  ready: ["enable", "warm-up"],
  disabled: ["disable", "warm-up", "unload"],
};

class ProviderCards {

  constructor(list, palette, act) {
    this.list = list;
    this.palette = palette;
    this.act = act;
    this.cards = new Map();
  }

  show(providers, history, canAct) {
    for (const [name, card] of this.cards) {
      if (!Object.hasOwn(providers, name)) {
        card.remove();
        this.cards.delete(name);
      }
    }
    Object.entries(providers).forEach(([name, provider], index) => {
      const card = this.cards.get(name) ?? this.make(name);
      if (this.list.children[index] !== card) {
        this.list.insertBefore(card, this.list.children[index] ?? null);
      }
      this.update(card, name, provider, history.latest(name), canAct);
    });
  }

  make(name) {
    const card = byId("provider-template").content.firstElementChild.cloneNode(true);
    card.dataset.provider = name;
    card.querySelector("h3").textContent = name;
    card.querySelector(".swatch").style.setProperty("--color", this.palette.variable(name));
    const buttons = card.querySelector(".buttons");
    buttons.setAttribute("aria-label", "Actions on " + name);
    buttons.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button && button.getAttribute("aria-disabled") !== "true") {
        this.act(name, button.dataset.action, button.textContent);
      }
    });
    this.cards.set(name, card);
    return card;
  }

  update(card, name, provider, sample, canAct) {
    card.dataset.state = provider.state;
    const state = card.querySelector("[data-part=state]");
    setText(state, provider.state ?? "unknown");
    state.dataset.tone = STATE_TONES[provider.state] ?? "";
    setText(card.querySelector("[data-part=where]"), [provider.vendor, provider.host].filter(Boolean).join(" \u00b7 "));
    card.querySelector(".buttons").hidden = !canAct;
    for (const button of card.querySelectorAll("button")) {
      button.setAttribute("aria-disabled", String(POINTLESS[provider.state]?.includes(button.dataset.action) ?? false));
    }
    setFacts(card.querySelector(".facts"), factsOf(provider, sample));
    setEntries(card.querySelector(".breakers"), breakersOf(name, provider.admission));
  }

}

function factsOf(provider, sample) {
  const statistics = provider.statistics ?? {};
  const admission = provider.admission;
  const errors = Object.entries(statistics.errors ?? {});
  const lastError = statistics.lastError;
  const resting = Object.entries(provider.restingKeys ?? {});
  const facts = [
    ["Calls", formatCount(statistics.calls) + (isKnown(sample.calls) ? ` \u00b7 ${formatRate(sample.calls)}/s` : "")],
    ["Errors", errors.length > 0 ? errors.map(([type, count]) => `${count} ${type}`).join(", ") : "none",
      errors.length > 0 ? "bad" : ""],
    ["Cancelled", formatCount(statistics.cancelled)],
    ["In flight", inFlight(provider, admission)],
    ["Latency p50 / p95 / p99", percentiles(statistics.durationMillis)],
    ["First token p50 / p95 / p99", percentiles(statistics.firstTokenMillis)],
    ["Tokens in / out", formatCount(statistics.inputTokens) + " / " + formatCount(statistics.outputTokens)],
    ["Cost", formatMoneys(statistics.cost)],
    ["Last success", formatTime(statistics.lastSuccess)],
    ["Last error", lastError ? `${lastError.errorClass} at ${formatTime(lastError.at)}` : "none"],
  ];
  if (resting.length > 0) {
    facts.push(["Resting keys", resting.map(([key, reason]) => `${key} (${reason})`).join(", "), "bad"]);
  }
  if (isKnown(admission?.tokensLeft)) {
    facts.push(["Tokens left", formatCount(admission.tokensLeft)]);
  }
  return facts;
}

function inFlight(provider, admission) {
  const limit = isKnown(admission?.limit) ? " of " + formatCount(admission.limit) : "";
  const queued = admission?.queued > 0 ? `, ${admission.queued} waiting` : "";
  return formatCount(admission?.inFlight ?? provider.inFlight) + limit + queued;
}

function percentiles(times) {
  return isKnown(times?.p50) ? [times.p50, times.p95, times.p99].map(formatDuration).join(" / ") : NOTHING;
}

function breakersOf(provider, admission) {
  const own = "harborai-" + provider;
  return Object.entries(admission?.breakers ?? {}).map(([name, breaker]) => {
    const model = name.startsWith(own + ".") ? name.slice(own.length + 1) : "all other models";
    const failures = isKnown(breaker.failureRate) ? `${formatPercent(breaker.failureRate)} failed` : "";
    return {
      key: [name, breaker.state, failures],
      make() {
        const entry = element("li", "", { "data-breaker": name, "data-state": breaker.state });
        entry.append(badge(capitalized(breaker.state), BREAKER_TONES[breaker.state] ?? ""), element("span", model),
            element("small", failures));
        return entry;
      },
    };
  });
}
