/** Icicles: the blocks that a block stands in, and zooming into one, by a click or Enter, and out again by Escape. */
export const ICICLE_SCRIPT = String.raw`
/** Where a block of an icicle was drawn, in per cent. @type {WeakMap<Element, { x: number, width: number }>} */
const places = new WeakMap();

/** @param {Element} block */
function placeOf(block) {
  const known = places.get(block);
  if (known !== undefined) return known;
  const place = { x: parseFloat(block.getAttribute('x') ?? ''), width: parseFloat(block.getAttribute('width') ?? '') };
  places.set(block, place);
  return place;
}

/** What the blocks above a block are, outermost first. @param {Element} mark @returns {string[]} */
function pathOf(mark) {
  const icicle = mark.closest('.icicle');
  if (icicle === null) return [];
  const { x, width } = placeOf(mark);
  const above = [];
  for (const row of icicle.children) {
    if (row.contains(mark)) break;
    const found = [...row.querySelectorAll('rect')].find((block) => {
      const place = placeOf(block);
      return place.x <= x + width / 2 && x + width / 2 <= place.x + place.width;
    });
    if (found !== undefined) above.push(nameOf(textOf(found) ?? ''));
  }
  return above;
}

/** Draws an icicle so that what lies from one place on to another takes the whole width. @param {Element} icicle @param {number} from @param {number} width */
function zoom(icicle, from, width) {
  // Where all updates are drawn the style stretches it, but not what takes the whole width.
  if (icicle instanceof SVGElement) icicle.style.transform = width === 100 ? '' : 'none';
  const pixels = icicle.closest('svg.drawn')?.clientWidth ?? 0;
  for (const block of icicle.querySelectorAll('rect')) {
    const place = placeOf(block);
    const left = Math.max(0, (100 * (place.x - from)) / width);
    const right = Math.min(100, (100 * (place.x + place.width - from)) / width);
    const label = block.nextElementSibling?.tagName === 'text' ? block.nextElementSibling : block.parentNode?.insertBefore(document.createElementNS('http://www.w3.org/2000/svg', 'text'), block.nextSibling);
    const name = nameOf(textOf(block) ?? '').replace(/^.*\//, '');
    const hides = right - left < 0.02;
    block.setAttribute('x', left + '%');
    block.setAttribute('width', Math.max(0, right - left) + '%');
    block.setAttribute('display', hides ? 'none' : '');
    if (!(label instanceof Element)) continue;
    label.setAttribute('x', left + '%');
    label.setAttribute('dx', '4');
    label.setAttribute('y', '15');
    label.setAttribute('class', 'dark');
    label.textContent = !hides && 6.2 * name.length + 6 <= ((right - left) / 100) * pixels ? name : '';
  }
}

/** @param {Element} mark */
function zoomInto(mark) {
  const icicle = mark.closest('.icicle');
  if (icicle === null || mark.tagName !== 'rect') return;
  const { x, width } = placeOf(mark);
  hideTip();
  zoom(icicle, x, width);
}

/** @param {Element} svg */
function zoomOut(svg) {
  for (const icicle of svg.querySelectorAll('.icicle')) zoom(icicle, 0, 100);
}

document.addEventListener('click', (event) => {
  if (event.target instanceof Element) zoomInto(event.target);
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  hideTip();
  for (const svg of document.querySelectorAll('svg.drawn:has(.icicle)')) zoomOut(svg);
});
`;
