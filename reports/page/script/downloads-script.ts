/** Downloads: each figure as SVG, each table as CSV, the results as JSON; and what the address names is opened. */
export const DOWNLOADS_SCRIPT = String.raw`
/** Offers a file. @param {string} name @param {Blob} content */
function offer(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name.replace(/[^\w.-]+/g, '-');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** A button that gives something away. @param {string} text @param {string} what @param {() => void} take */
function button(text, what, take) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'take';
  made.textContent = text;
  made.setAttribute('aria-label', text + ': ' + what);
  made.addEventListener('click', take);
  return made;
}

/** A drawing that stands for itself, with the rules that it is drawn by. @param {Element} svg */
function svgFile(svg) {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof Element)) return '';
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(Math.round(width)));
  copy.setAttribute('height', String(Math.round(height)));
  copy.removeAttribute('tabindex');
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const used = rules.filter((rule) => /^(:root|svg\.drawn|\.panel|\.line-)/.test(rule.cssText)).map((rule) => rule.cssText);
  style.textContent = used.join('\n');
  copy.prepend(style);
  return new XMLSerializer().serializeToString(copy);
}

/** @param {HTMLTableElement} table */
function csvFile(table) {
  const cell = (/** @type {Element} */ one) => {
    const text = (one.textContent ?? '').trim();
    const isFigure = /^[-+]?[\d.,]+( ?%)?$/.test(text);
    const safe = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) && !isFigure ? "'" + text : text;
    return /[",\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  };
  return [...table.rows].map((row) => [...row.cells].map(cell).join(',')).join('\n') + '\n';
}

for (const figure of document.querySelectorAll('figure')) {
  const svg = figure.querySelector('svg');
  const name = figure.id || figure.textContent?.trim().split('\n')[0] || 'figure';
  if (svg !== null && !figure.classList.contains('panel')) {
    figure.append(button('SVG', name, () => offer(name + '.svg', new Blob([svgFile(svg)], { type: 'image/svg+xml' }))));
  }
}
for (const table of document.querySelectorAll('table')) {
  const name = table.id || table.closest('section[id]')?.id || 'table';
  const csv = () => offer(name + '.csv', new Blob([csvFile(table)], { type: 'text/csv' }));
  (table.closest('.scroll') ?? table).after(button('CSV', name, csv));
}

document.querySelector('main')?.append(
  button('JSON', 'all results', async () =>
    offer('results.json', new Blob([JSON.stringify(await unpacked())], { type: 'application/json' })),
  ),
);

/** What stands behind the # of the address; as it is where it is no encoded text. */
function nameInAddress() {
  const name = location.hash.slice(1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Opens all that the element of the address stands in, and the scenario that it is, and closes the other scenarios. */
function openAddressed() {
  const wanted = document.getElementById(nameInAddress());
  if (wanted === null) return;
  const scenario = wanted.closest('details.scenario');
  if (scenario !== null) for (const other of document.querySelectorAll('details.scenario')) other.removeAttribute('open');
  for (let at = wanted.closest('details'); at !== null; at = at.parentElement?.closest('details') ?? null) at.open = true;
  wanted.scrollIntoView();
}
addEventListener('hashchange', openAddressed);
openAddressed();
`;
