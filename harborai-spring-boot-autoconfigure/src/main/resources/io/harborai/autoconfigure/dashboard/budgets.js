// How much of each budget is spent.

const BUDGET_TONES = { ok: "good", warning: "note", exceeded: "bad" };

function showBudgets(budgets) {
  const all = Object.entries(budgets ?? {});
  byId("budgets").hidden = all.length === 0;
  setEntries(byId("budget-list"), all.map(([name, budget]) => ({
    key: [name, budget.state, budget.spent, budget.reserved, budget.refused, budget.limit, budget.windowEnd],
    make: () => budgetEntry(name, budget),
  })));
}

function budgetEntry(name, budget) {
  const limit = Number(budget.limit);
  const used = Number(budget.spent) + Number(budget.reserved);
  const entry = element("li", "", { class: "card", "data-budget": name, "data-tone": budget.state === "exceeded" ? "bad" : "" });
  const head = element("div", "", { class: "who" });
  head.append(element("h3", name), badge(capitalized(budget.state), BUDGET_TONES[budget.state] ?? ""));
  const bar = element("progress", "", { "aria-label": `${name}: spent of the limit`, max: limit > 0 ? limit : 1 });
  bar.value = limit > 0 ? Math.min(used, limit) : 0;
  entry.append(head, bar,
      element("span", `${formatMoney(Number(budget.spent), budget.currency)} of ${formatMoney(limit, budget.currency)}`),
      element("span", [`${budget.scope}, each ${budget.window} until ${formatTime(budget.windowEnd)}`,
        budget.refused > 0 ? `${formatCount(budget.refused)} refused` : "",
        budget.unpriced > 0 ? `${formatCount(budget.unpriced)} without a price` : ""].filter(Boolean).join("; "), { class: "calm" }));
  return entry;
}
