/**
 * A small Markdown renderer for answers that are still growing. It only ever creates elements and text nodes, so
 * nothing that a model says can become markup or script.
 */

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const ITEM = /^(\s*)([-*+](?=\s)|\d{1,3}[.)](?=\s|$)|\d{4,9}[.)](?=\s))\s*(.*)$/;
const QUOTE = /^ {0,3}> ?/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const INLINE = new RegExp([
  /(`+)([^`](?:[\s\S]*?[^`])?)\1(?!`)/,
  /\*\*(\S(?:[\s\S]*?\S)?)\*\*/,
  /\*([^\s*](?:[^*\n]*[^\s*])?)\*/,
  /(?<![\w])_([^\s_](?:[^_\n]*[^\s_])?)_(?![\w])/,
  /~~(\S(?:[\s\S]*?\S)?)~~/,
  /\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/,
  /(https?:\/\/[\w\-.~:/?#@!$&+,;=%]*[\w\-~/#&=%])/
].map((part) => part.source).join('|'), 'g');

/** Shows Markdown in an element, touching only the blocks that have changed since the last time. */
export function render(element, text) {
  const blocks = split(text.split('\n'));
  blocks.forEach((block, index) => {
    const old = element.children[index];
    const source = block.lines.join('\n');
    if (old?.source !== source) {
      const fresh = build(block);
      fresh.source = source;
      old ? old.replaceWith(fresh) : element.append(fresh);
    }
  });
  while (element.children.length > blocks.length) {
    element.lastElementChild.remove();
  }
}

function split(lines) {
  const blocks = [];
  let i = 0;
  while (i < lines.length) {
    if (!lines[i].trim()) {
      i++;
      continue;
    }
    const block = next(lines, i);
    blocks.push(block);
    i += block.lines.length;
  }
  return blocks;
}

/** Finds the block that begins at a line. */
function next(lines, start) {
  const first = lines[start];
  const fence = FENCE.exec(first);
  if (fence) {
    const end = lines.findIndex((line, i) => i > start && line.trim().startsWith(fence[1]) && !FENCE.exec(line)[2]);
    return { kind: 'code', lines: lines.slice(start, end < 0 ? lines.length : end + 1), closed: end >= 0, language: fence[2] };
  }
  if (HEADING.test(first)) {
    return { kind: 'heading', lines: [first] };
  }
  if (RULE.test(first)) {
    return { kind: 'rule', lines: [first] };
  }
  if (QUOTE.test(first)) {
    return { kind: 'quote', lines: take(lines, start, (line) => QUOTE.test(line)) };
  }
  if (ITEM.test(first)) {
    return { kind: 'list', lines: items(lines, start) };
  }
  if (first.includes('|') && TABLE_RULE.test(lines[start + 1] ?? '') && lines[start + 1].includes('-')) {
    return { kind: 'table', lines: take(lines, start, (line) => line.includes('|')) };
  }
  return { kind: 'text', lines: take(lines, start, (line, i) => i === start || (line.trim() && !interrupts(line))) };
}

function interrupts(line) {
  return FENCE.test(line) || HEADING.test(line) || RULE.test(line) || QUOTE.test(line) || ITEM.test(line);
}

function take(lines, start, belongs) {
  let end = start;
  while (end < lines.length && belongs(lines[end], end)) {
    end++;
  }
  return lines.slice(start, end);
}

/** The lines of a list: its items and everything indented below them, blank lines between them included. */
function items(lines, start) {
  const indent = ITEM.exec(lines[start])[1].length;
  let end = start + 1;
  for (let i = end; i < lines.length; i++) {
    if (!lines[i].trim()) {
      continue;
    }
    const depth = /^\s*/.exec(lines[i])[0].length;
    if (depth <= indent && !ITEM.test(lines[i])) {
      break;
    }
    end = i + 1;
  }
  return lines.slice(start, end);
}

function build(block) {
  switch (block.kind) {
    case 'code': return code(block);
    case 'heading': return heading(block.lines[0]);
    case 'rule': return document.createElement('hr');
    case 'quote': return nested('blockquote', block.lines.map((line) => line.replace(QUOTE, '')));
    case 'list': return list(block.lines);
    case 'table': return table(block.lines);
    default: return inline(document.createElement('p'), block.lines.join('\n'));
  }
}

function nested(tag, lines) {
  const element = document.createElement(tag);
  split(lines).forEach((block) => element.append(build(block)));
  return element;
}

function heading(line) {
  const [, marks, text] = HEADING.exec(line);
  return inline(document.createElement(`h${Math.min(6, marks.length + 2)}`), text);
}

function code(block) {
  const text = block.lines.slice(1, block.closed ? -1 : undefined).join('\n');
  const figure = element('figure', 'code');
  const caption = element('figcaption', '', block.language || 'code');
  const copy = element('button', 'copy', 'Copy');
  copy.type = 'button';
  copy.dataset.copy = text;
  caption.append(copy);
  const pre = document.createElement('pre');
  pre.tabIndex = 0;
  pre.append(element('code', '', text));
  figure.append(caption, pre);
  return figure;
}

function list(lines) {
  const [, indent, mark] = ITEM.exec(lines[0]);
  const ordered = /\d/.test(mark);
  const all = document.createElement(ordered ? 'ol' : 'ul');
  if (ordered && parseInt(mark, 10) !== 1) {
    all.start = parseInt(mark, 10);
  }
  const entries = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    if (item && item[1].length <= indent.length + 1) {
      entries.push({ first: item[3], rest: [] });
    }
    else {
      entries.at(-1).rest.push(line);
    }
  }
  for (const { first, rest } of entries) {
    const entry = inline(document.createElement('li'), first);
    const depth = Math.min(...rest.filter((line) => line.trim()).map((line) => /^\s*/.exec(line)[0].length));
    split(rest.map((line) => line.slice(depth))).forEach((block) => entry.append(build(block)));
    all.append(entry);
  }
  return all;
}

function table(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());
  const wrapper = element('div', 'table');
  wrapper.tabIndex = 0;
  const whole = document.createElement('table');
  const head = whole.createTHead().insertRow();
  cells(lines[0]).forEach((cell) => head.append(inline(document.createElement('th'), cell)));
  const body = whole.createTBody();
  for (const line of lines.slice(2)) {
    const row = body.insertRow();
    cells(line).forEach((cell) => inline(row.insertCell(), cell));
  }
  wrapper.append(whole);
  return wrapper;
}

function inline(parent, text) {
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    parent.append(text.slice(from, match.index));
    parent.append(span(match));
    from = match.index + match[0].length;
  }
  parent.append(text.slice(from));
  return parent;
}

function span([whole, ticks, codeText, strong, emphasis, underscored, struck, label, target, bare]) {
  if (ticks) {
    return element('code', '', codeText.trim() || codeText);
  }
  if (strong) {
    return inline(document.createElement('strong'), strong);
  }
  if (emphasis || underscored) {
    return inline(document.createElement('em'), emphasis ?? underscored);
  }
  if (struck) {
    return inline(document.createElement('s'), struck);
  }
  const link = element('a', '', label ?? bare ?? whole);
  link.href = target ?? bare;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  return link;
}

function element(tag, className, text = '') {
  const created = document.createElement(tag);
  if (className) {
    created.className = className;
  }
  created.textContent = text;
  return created;
}
