/**
 * The model picker: a button that opens a panel with a search field over a list, grouped by vendor.
 */
const button = document.querySelector('#model-button');
const panel = document.querySelector('#model-panel');
const search = document.querySelector('#model-search');
const list = document.querySelector('#model-list');

const HUES = { deepseek: 230, doubao: 200, wenxin: 275, openai: 150 };

let vendors = [];
let chosen = null;
let active = null;
let onChoice = () => {};

/**
 * Fills the picker.
 * @param offered the vendors with their models
 * @param preferred the id of the model to begin with
 * @param listener told of every choice
 */
export function offer(offered, preferred, listener) {
  vendors = offered.filter((vendor) => vendor.models.length > 0);
  onChoice = listener;
  const all = vendors.flatMap((vendor) => vendor.models);
  const first = all.find((model) => model.id === preferred) ?? all[0];
  if (first) {
    choose(first.id);
  }
  else {
    document.querySelector('#model-name').textContent = 'No models';
  }
}

/** The model that is chosen: id, label, provider, reasoning; null if there is none. */
export function chosenModel() {
  return chosen;
}

/** Marks an element with a provider's initials and colour. */
export function badge(element, provider) {
  const hue = [...provider].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 0);
  element.textContent = provider.slice(0, 2);
  element.style.setProperty('--hue', HUES[provider] ?? hue);
}

function choose(id) {
  chosen = vendors.flatMap((vendor) => vendor.models).find((model) => model.id === id);
  document.querySelector('#model-name').textContent = chosen.label;
  document.querySelector('#model-provider').textContent = chosen.provider;
  button.setAttribute('aria-label', `Model: ${chosen.label} of ${chosen.provider}. Choose another`);
  badge(document.querySelector('#model-badge'), chosen.provider);
  onChoice(chosen);
}

function show(filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = [];
  for (const vendor of vendors) {
    const matching = vendor.models.filter((model) => words.every((word) =>
      `${model.id} ${model.label}`.toLowerCase().includes(word)));
    if (matching.length > 0) {
      groups.push(group(vendor, matching));
    }
  }
  const nothing = document.createElement('p');
  nothing.className = 'nothing';
  nothing.textContent = 'No model of that name.';
  list.replaceChildren(...(groups.length > 0 ? groups : [nothing]));
  mark(list.querySelector('[aria-selected="true"]') ?? list.querySelector('[role="option"]'));
}

function group(vendor, models) {
  const element = document.createElement('div');
  element.className = 'model-group';
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', vendor.name);
  const title = document.createElement('div');
  title.className = 'model-group-title';
  const initials = document.createElement('span');
  initials.className = 'badge tiny';
  initials.setAttribute('aria-hidden', 'true');
  badge(initials, vendor.name);
  title.append(initials, vendor.name);
  element.append(title, ...models.map(option));
  return element;
}

function option(model) {
  const element = document.createElement('div');
  element.className = 'model-option';
  element.id = `model-${model.id.replace(/[^\w-]/g, '_')}`;
  element.dataset.model = model.id;
  element.setAttribute('role', 'option');
  element.setAttribute('aria-selected', String(model.id === chosen?.id));
  const label = document.createElement('span');
  label.className = 'model-label';
  label.textContent = model.label;
  element.append(label);
  if (model.reasoning !== 'none') {
    element.append(note('thinks'));
  }
  if (model.contextWindow) {
    element.append(note(size(model.contextWindow)));
  }
  return element;
}

function note(text) {
  const element = document.createElement('span');
  element.className = 'model-note';
  element.textContent = text;
  return element;
}

function size(tokens) {
  return tokens >= 1_000_000 ? `${Math.round(tokens / 100_000) / 10}M` : `${Math.round(tokens / 1024)}K`;
}

function mark(element) {
  active?.classList.remove('active');
  active = element;
  if (active) {
    active.classList.add('active');
    search.setAttribute('aria-activedescendant', active.id);
    active.scrollIntoView({ block: 'nearest' });
  }
  else {
    search.removeAttribute('aria-activedescendant');
  }
}

function move(step) {
  const options = [...list.querySelectorAll('[role="option"]')];
  if (options.length > 0) {
    mark(options[(options.indexOf(active) + step + options.length) % options.length]);
  }
}

function take(element) {
  if (element) {
    choose(element.dataset.model);
    panel.hidePopover();
    document.querySelector('#prompt').focus();
  }
}

button.addEventListener('click', () => panel.togglePopover());

panel.addEventListener('beforetoggle', (event) => {
  if (event.newState === 'open') {
    const box = button.getBoundingClientRect();
    panel.style.top = `${box.bottom + 6}px`;
    panel.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - 388))}px`;
  }
});

panel.addEventListener('toggle', (event) => {
  const open = event.newState === 'open';
  button.setAttribute('aria-expanded', String(open));
  if (open) {
    search.value = '';
    show('');
    search.focus();
  }
});

search.addEventListener('input', () => show(search.value));

search.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    move(event.key === 'ArrowDown' ? 1 : -1);
  }
  else if (event.key === 'Enter' && !event.isComposing) {
    event.preventDefault();
    take(active);
  }
});

list.addEventListener('click', (event) => take(event.target.closest('[role="option"]')));
list.addEventListener('pointermove', (event) => {
  const over = event.target.closest('[role="option"]');
  if (over && over !== active) {
    mark(over);
  }
});
