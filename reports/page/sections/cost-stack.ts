import { readCost } from '../../../core/cost/pricing.ts';
import { across, drawing } from '../../charts/drawn/drawn-chart.ts';
import { withTerms } from './terms.ts';

/** Bytes that the picture shows of the stack. */
const SHOWN = 7;
/** The byte that is read in it, from the top. */
const READ = 6;
const BOX_PX = 30;
const TOP_PX = 26;

const TEXT =
  'Everything still needed lies on one stack, the last used on top. Reading the byte at depth j costs √j, rounded up: ' +
  'ByteDMD.';

/** What a read costs, as HTML: a stack lying on its side, with the price of each byte, and a sentence. */
export function costStack(): string {
  const place = (depth: number): number => (depth - 1) / (SHOWN + 1);
  const boxes = Array.from({ length: SHOWN }, (_, index) => {
    const depth = index + 1;
    const x = across(place(depth));
    return (
      `<rect class="${depth === READ ? 'read' : 'byte'}" x="${x}" y="${TOP_PX}" width="${across(1 / (SHOWN + 1) - 0.006)}" height="${BOX_PX}"><title>depth ${depth}: costs ${readCost(depth, 1)}</title></rect>` +
      `<text x="${across(place(depth) + 0.5 / (SHOWN + 1) - 0.003)}" y="${TOP_PX + 20}" text-anchor="middle">${readCost(depth, 1)}</text>`
    );
  });
  const [from, to] = [READ, 1].map((depth) => across(place(depth) + 0.5 / (SHOWN + 1)));
  const parts = [
    ...boxes,
    `<text x="${across(place(SHOWN + 1))}" y="${TOP_PX + 20}">…</text>`,
    `<line x1="${from}" x2="${from}" y1="14" y2="${TOP_PX}" stroke="currentColor"/><line x1="${to}" x2="${from}" y1="14" y2="14" stroke="currentColor"/>`,
    `<svg x="${to}" y="${TOP_PX}" width="1" height="1" overflow="visible"><path d="M0 -12V-1M-4 -7L0 -1L4 -7" fill="none" stroke="currentColor"/></svg>`,
    `<text class="faint" x="${across(place(READ) / 2)}" y="10" text-anchor="middle">costs ${readCost(READ, 1)}</text>`,
  ];
  const label = `A stack of bytes: reading those at depths 1 to ${SHOWN} costs ${Array.from({ length: SHOWN }, (_, at) => readCost(at + 1, 1)).join(', ')}`;
  return `<section id="cost">
<h2>How a read is priced</h2>
<div class="beside"><p>${withTerms(TEXT)}</p>${drawing(TOP_PX + BOX_PX + 4, label, parts)}</div>
</section>`;
}

/** Rules for the picture. */
export const COST_STACK_STYLE = `
.beside { display: grid; grid-template-columns: 1fr 1fr; gap: 0.5rem 2rem; align-items: center; }
.beside p { margin: 0; font-size: 0.92rem; }
svg.drawn rect.byte { fill: var(--more-2); }
svg.drawn rect.read { fill: var(--more-4); }
@media screen and (max-width: 50rem) { .beside { grid-template-columns: 1fr; } }
`;
