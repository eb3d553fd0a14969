import { InputError } from '../../core/input-error.ts';
import { exactDigits, percent, shortRatio } from '../../reports/writing/format.ts';
import { NEST_EXAMPLES, type PricedNest, pricedNest } from '../running/priced-nest.ts';
import { byId, choice, make, ofKind, say } from './page-elements.ts';

/** Milliseconds without a key before what was typed is priced. */
const REST = 250;

/** Loops that the reader types, priced as they are typed. */
export function watchNest(): void {
  const text = ofKind('nest-text', HTMLTextAreaElement);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  text.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => price(text), REST);
  });
  choice('nest-example').addEventListener('change', () => {
    text.value = NEST_EXAMPLES[choice('nest-example').value];
    price(text);
  });
  price(text);
}

function price(text: HTMLTextAreaElement): void {
  try {
    const priced = pricedNest(text.value);
    text.removeAttribute('aria-invalid');
    say('nest-error', '');
    say('nest-reads', exactDigits(priced.reads));
    say('nest-cost', exactDigits(priced.cost));
    say('nest-floor', floorText(priced));
    showLines(text.value, priced, null);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    text.setAttribute('aria-invalid', 'true');
    say('nest-error', error.message);
    for (const id of ['nest-reads', 'nest-cost', 'nest-floor']) say(id, '–');
    showLines(text.value, null, Number(/^line (\d+)/.exec(error.message)?.[1] ?? 1));
  }
}

/** What is proved of all orders, beside what this one costs. */
export function floorText({ floor, cost }: PricedNest): string {
  if (floor === null || floor === 0) return 'none is proved for these loops';
  return `${exactDigits(floor)}; these loops cost ${shortRatio(cost / floor)} times that`;
}

function showLines(text: string, priced: PricedNest | null, wrong: number | null): void {
  const lines = text.trimEnd().split('\n');
  const rows = lines.map((line, index) => {
    const cost = priced?.costOfLine.get(index + 1) ?? 0;
    const share = priced === null || priced.cost === 0 ? 0 : cost / priced.cost;
    const bar = make('span', 'heat');
    bar.style.setProperty('width', `${100 * share}%`);
    const paid = make('span', 'paid', cost === 0 ? '' : `${exactDigits(cost)} · ${percent(share)}`);
    return make('li', index + 1 === wrong ? 'is-wrong' : '', [bar, make('code', '', line === '' ? ' ' : line), paid]);
  });
  byId('nest-lines').replaceChildren(...rows);
}
