// Small steps with elements. Data gets into the page as text only, never as markup.

function byId(id) {
  return document.getElementById(id);
}

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  return made;
}

// Writes only what has changed, so that screen readers and selections are left alone.
function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

function badge(text, tone) {
  return element("span", text, { class: "badge", "data-tone": tone });
}

function setFacts(list, facts) {
  const wanted = new Set(facts.map(([name]) => name));
  for (const group of [...list.children]) {
    if (!wanted.has(group.dataset.fact)) {
      group.remove();
    }
  }
  facts.forEach(([name, value, tone = ""], index) => {
    let group = [...list.children].find((child) => child.dataset.fact === name);
    if (!group) {
      group = element("div", "", { "data-fact": name });
      group.append(element("dt", name), element("dd", ""));
    }
    if (list.children[index] !== group) {
      list.insertBefore(group, list.children[index] ?? null);
    }
    group.dataset.tone = tone;
    setText(group.lastElementChild, value);
  });
}

// Replaces a list's entries if anything about them has changed.
function setEntries(list, entries) {
  const shown = JSON.stringify(entries.map((entry) => entry.key));
  if (list.dataset.shown !== shown) {
    list.dataset.shown = shown;
    list.replaceChildren(...entries.map((entry) => entry.make()));
  }
}
