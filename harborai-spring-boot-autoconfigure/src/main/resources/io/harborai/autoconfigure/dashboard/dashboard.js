// Looks at the server again and again, and shows what it says.

const PERIOD = 2000;

// How many samples the numbers at the top are the mean of: half a minute.
const RECENT = 15;

const QUESTIONS = {
  unload: "Its connections are closed, and calls under way end first. The next call builds it again.",
  disable: "New calls to it are refused or, on a route, go elsewhere, until it is enabled again.",
};

const palette = new Palette();
const history = new History();
const plots = new Plots(palette);
const server = new Server(document.body.dataset);
const cards = new ProviderCards(byId("providers"), palette, act);

const view = { description: null, paused: false, turn: 0, timer: 0, talking: 0, answeredAt: null };

async function look() {
  clearTimeout(view.timer);
  const turn = ++view.turn;
  // Whoever was overtaken by a later look has nothing new to say.
  const isOvertaken = () => turn !== view.turn;
  try {
    const [description, budgets] = await Promise.all([server.read(), server.readBudgets()]);
    if (isOvertaken()) {
      return;
    }
    history.add(Date.now(), description.providers);
    view.description = description;
    answered();
    show();
    showBudgets(budgets?.budgets);
  } catch (problem) {
    if (!(problem instanceof ServerProblem)) {
      throw problem;
    }
    if (!isOvertaken()) {
      history.miss(Date.now());
      unanswered(problem);
    }
  } finally {
    document.body.dataset.ready = "true";
    if (!isOvertaken()) {
      schedule();
    }
  }
}

function schedule() {
  clearTimeout(view.timer);
  if (!view.paused) {
    view.timer = setTimeout(look, PERIOD);
  }
}

function answered() {
  document.body.dataset.server = "here";
  byId("pulse").dataset.state = view.paused ? "paused" : "live";
  byId("problem").hidden = true;
  view.answeredAt = formatClock(Date.now());
  setText(byId("updated"), view.answeredAt);
}

function unanswered(problem) {
  document.body.dataset.server = "away";
  byId("pulse").dataset.state = "away";
  setText(byId("updated"), "no answer");
  setText(byId("problem"), problem.message
      + (view.answeredAt ? ` What you see was true at ${view.answeredAt}. Trying again\u2026` : ""));
  byId("problem").hidden = false;
}

function show() {
  const { providers } = view.description;
  showAlerts(view.description.alerts ?? []);
  showNow(providers);
  showLegend(Object.keys(providers));
  plots.show(history, providers, showCurrencies(providers));
  cards.show(providers, history, server.canAct);
  setText(byId("read-only"), server.obstacle);
  byId("read-only").hidden = server.canAct;
  setFacts(byId("client"), clientFacts(view.description));
}

function showAlerts(alerts) {
  byId("alerts").dataset.count = String(alerts.length);
  byId("no-alerts").hidden = alerts.length > 0;
  document.title = alerts.length > 0 ? `(${alerts.length}) HarborAI` : "HarborAI";
  setEntries(byId("alert-list"), alerts.map((alert) => ({
    key: [alert.id, alert.message, alert.since],
    make() {
      const entry = element("li", "", { "data-alert": alert.kind });
      entry.append(badge(capitalized(alert.kind), "bad"));
      if (alert.provider) {
        entry.append(element("strong", alert.provider));
      }
      entry.append(element("span", alert.message), element("small", "since " + formatTime(alert.since)));
      return entry;
    },
  })));
}

function showNow(providers) {
  const names = Object.keys(providers);
  const recent = (value) => sum(names.map((name) => mean(history.providers.get(name).slice(-RECENT).map(value))));
  const calls = recent((sample) => sample.calls);
  const errors = recent((sample) => sample.errors);
  const asked = calls + recent((sample) => sample.refused);
  const statistics = names.map((name) => providers[name].statistics ?? {});
  setText(byId("now-calls"), formatRate(calls));
  setText(byId("now-calls-more"), `a second, ${formatCount(sum(names.map((name) => providers[name].inFlight ?? 0)))} in flight`);
  setText(byId("now-errors"), formatPercent(asked > 0 ? Math.min(100, 100 * errors / asked) : 0));
  byId("now-errors").parentElement.dataset.tone = errors > 0 ? "bad" : "";
  setText(byId("now-latency"), formatDuration(greatest(statistics.map((each) => each.durationMillis?.p95))));
  setText(byId("now-first-token"), formatDuration(greatest(statistics.map((each) => each.firstTokenMillis?.p95))));
  setText(byId("now-tokens"), formatRate(recent((sample) => sample.tokens)));
  setText(byId("now-cost"), formatMoneys(totalCost(statistics)));
}

function mean(values) {
  const known = values.filter(isKnown);
  return known.length > 0 ? sum(known) / known.length : 0;
}

function totalCost(statistics) {
  const total = {};
  for (const { cost } of statistics) {
    for (const [currency, amount] of Object.entries(cost ?? {})) {
      total[currency] = (total[currency] ?? 0) + Number(amount);
    }
  }
  return total;
}

// Amounts in different currencies can't share an axis. Shows which one is drawn.
function showCurrencies(providers) {
  const currencies = Object.keys(totalCost(Object.values(providers).map((each) => each.statistics ?? {}))).sort();
  const choice = byId("currency");
  setEntries(choice, currencies.map((currency) => ({ key: currency, make: () => element("option", currency, { value: currency }) })));
  choice.hidden = currencies.length < 2;
  return choice.value || currencies[0] || "USD";
}

function showLegend(names) {
  setEntries(byId("legend"), names.map((name) => ({
    key: name,
    make() {
      const entry = element("li", "");
      const swatch = element("span", "", { class: "swatch" });
      swatch.style.setProperty("--color", palette.variable(name));
      entry.append(swatch, element("span", name));
      return entry;
    },
  })));
}

async function act(provider, action, title) {
  if (action in QUESTIONS && !await confirmed(title, provider, QUESTIONS[action])) {
    return;
  }
  try {
    const result = await server.act(provider, action);
    say(`${title}: ${provider} \u2013 ${result.message}`, result.outcome === "failed" ? "bad" : "");
  } catch (problem) {
    if (!(problem instanceof ServerProblem)) {
      throw problem;
    }
    say(`${title}: ${provider} \u2013 ${problem.message}`, "bad");
  }
  await look();
}

function confirmed(title, provider, question) {
  const dialog = byId("confirm");
  setText(byId("confirm-title"), `${title} ${provider}?`);
  setText(byId("confirm-text"), question);
  setText(byId("confirm-yes"), title);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

function say(text, tone) {
  const said = byId("said");
  said.dataset.tone = tone;
  said.hidden = false;
  setText(said, text);
  clearTimeout(view.talking);
  view.talking = setTimeout(() => { said.hidden = true; }, 6000);
}

byId("pause").addEventListener("click", () => {
  view.paused = !view.paused;
  byId("pause").setAttribute("aria-pressed", String(view.paused));
  setText(byId("pause"), view.paused ? "Go on" : "Pause");
  if (view.paused) {
    clearTimeout(view.timer);
    byId("pulse").dataset.state = "paused";
  } else {
    look();
  }
});

byId("currency").addEventListener("change", () => show());

for (const choice of document.querySelectorAll("[name=percentile]")) {
  choice.addEventListener("change", () => {
    plots.percentile = choice.value;
    if (view.description) {
      show();
    }
  });
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plots.paint());

look();
