/**
 * Tips: what a mark's `<title>` says, beside the pointer or, when a drawing has the focus, beside the mark that the arrow keys
 * chose. Marks of the same text before its figures are lit up together.
 */
export const TIPS_SCRIPT = String.raw`
/** @type {HTMLElement} */
const tip = document.createElement('div');
tip.className = 'tip';
tip.hidden = true;
tip.setAttribute('role', 'status');
document.body.append(tip);

/** What marks say, taken out of their titles, so that the browser shows no tip of its own. @type {WeakMap<Element, string>} */
const told = new WeakMap();

/** The text of a mark, null of what is none. @param {Element} mark */
function textOf(mark) {
  const title = mark.querySelector(':scope > title');
  if (title !== null) {
    told.set(mark, title.textContent ?? '');
    title.remove();
  }
  return told.get(mark) ?? null;
}

/** All marks of a drawing. @param {Element} svg @returns {Element[]} */
function marksOf(svg) {
  return [...svg.querySelectorAll('rect, circle, g')].filter((mark) => textOf(mark) !== null && shown(mark));
}

/** @param {Element} mark */
function shown(mark) {
  return getComputedStyle(mark).display !== 'none';
}

/** What a text is about, without its figures. @param {string} text */
function nameOf(text) {
  return text.replace(/: [^:]*$/, '');
}

/** @param {Element} mark @param {number} x @param {number} y from the corner of the window */
function showTip(mark, x, y) {
  const text = textOf(mark);
  const svg = mark.closest('figure svg.drawn');
  hideTip();
  if (text === null) return;
  if (svg !== null) for (const other of marksOf(svg)) {
    if (nameOf(textOf(other) ?? '') === nameOf(text)) other.classList.add('lit');
  }
  tip.textContent = [...pathOf(mark), text].join(' \u203a ') + timesOf(mark);
  tip.hidden = false;
  const left = Math.min(x + 12, document.documentElement.clientWidth - tip.offsetWidth - 8);
  tip.style.left = Math.max(4, left) + scrollX + 'px';
  tip.style.top = y + 16 + scrollY + 'px';
}

/** How often what a mark says is paid, where all updates are drawn. @param {Element} mark */
function timesOf(mark) {
  const times = mark.closest('.views:has(.width-choice-1:checked) [data-times]')?.getAttribute('data-times');
  return times == null ? '' : ', in each of ' + Number(times).toLocaleString('en') + ' updates';
}

function hideTip() {
  tip.hidden = true;
  for (const lit of document.querySelectorAll('.lit')) lit.classList.remove('lit');
}

document.addEventListener('pointerover', (event) => {
  const mark = event.target instanceof Element ? event.target.closest('svg rect, svg circle, svg g') : null;
  const found = mark === null || textOf(mark) !== null ? mark : mark.parentElement?.closest('svg g') ?? null;
  if (found !== null && textOf(found) !== null) showTip(found, event.clientX, event.clientY);
  else hideTip();
});

/** The mark that keys chose in a drawing. @type {WeakMap<Element, Element>} */
const chosen = new WeakMap();

/** @param {Element} svg @param {number} by */
function choose(svg, by) {
  const marks = marksOf(svg);
  if (marks.length === 0) return;
  const last = chosen.get(svg);
  const at = last === undefined ? (by > 0 ? 0 : marks.length - 1) : (marks.indexOf(last) + by + marks.length) % marks.length;
  chosen.set(svg, marks[at]);
  const { left, bottom } = marks[at].getBoundingClientRect();
  showTip(marks[at], left, bottom - 12);
}

for (const svg of document.querySelectorAll('main svg[role="img"]')) {
  if (svg.querySelector('title') === null) continue;
  svg.setAttribute('tabindex', '0');
  svg.addEventListener('blur', hideTip);
  svg.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent)) return;
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      choose(svg, by);
    } else if (event.key === 'Escape') {
      hideTip();
      zoomOut(svg);
    } else if (event.key === 'Enter') {
      const mark = chosen.get(svg);
      if (mark !== undefined) zoomInto(mark);
    }
  });
}
`;
