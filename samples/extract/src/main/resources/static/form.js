const fields = [...document.querySelectorAll('[data-field]')];
const goods = document.querySelector('#goods');

const MODES = { SEA: 'Sea', AIR: 'Air', RAIL: 'Rail', ROAD: 'Road' };
const day = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const amount = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const formats = {
  text: String,
  mode: (value) => MODES[value] ?? value,
  date: (value) => day.format(new Date(value)),
  money: (value, notice) => `${notice.currency ?? ''} ${amount.format(value)}`.trim()
};

/**
 * Shows a snapshot. What has changed since the last one is what is being written; the rest is left as it is.
 * @param notice the snapshot, or null for an empty form
 * @returns how many fields and rows there are
 */
export function show(notice) {
  let filled = 0;
  for (const field of fields) {
    const value = field.dataset.field.split('.').reduce((part, name) => part?.[name], notice);
    const text = value == null ? '' : formats[field.dataset.format ?? 'text'](value, notice);
    write(field, text);
    filled += text === '' ? 0 : 1;
  }
  const items = notice?.goods ?? [];
  while (goods.rows.length > items.length) {
    goods.deleteRow(-1);
  }
  items.forEach((item, index) => row(item, index));
  return filled + items.length;
}

/** Nothing is being written any more. */
export function settle() {
  for (const field of fields) {
    field.dataset.state = field.textContent === '' ? 'empty' : 'filled';
  }
}

function write(field, text) {
  if (field.textContent !== text) {
    field.textContent = text;
    field.dataset.state = text === '' ? 'empty' : 'growing';
  } else {
    field.dataset.state = text === '' ? 'empty' : 'filled';
  }
}

function row(item, index) {
  const texts = [item.article, item.packages, format(number, item.kilograms), format(amount, item.price)];
  const line = goods.rows[index] ?? goods.insertRow();
  texts.forEach((text, column) => {
    const cell = line.cells[column] ?? line.insertCell();
    if (cell.textContent !== (text ?? '')) {
      cell.textContent = text ?? '';
    }
  });
}

function format(style, value) {
  return value == null ? '' : style.format(value);
}
