import { bytes, exactDigits, inWords, percent, threeDigits } from '../../reports/writing/format.ts';
import type { RuleId } from '../running/toy-task.ts';
import type { CommittedRule, CommittedToy } from './committed-toy.ts';

/** A row of the scorecard: what was said of it, how a rule's figures answer, and what is measured when the page runs. */
interface ScoreRow {
  readonly id: string;
  readonly asked: string;
  readonly said: string;
  readonly committed: (rule: CommittedRule) => string;
}

const ROWS: readonly ScoreRow[] = [
  {
    id: 'memory',
    asked: 'Memory beside the weights',
    said: '“Nothing stored”',
    committed: ({ peakLiveBytes, stateBytes }) => bytes(peakLiveBytes - stateBytes),
  },
  {
    id: 'wait',
    asked: 'Longest wait of a layer for its update',
    said: '“Layers update during the pass”',
    committed: ({ longestWait, instructions }) => `${percent(longestWait / instructions)} of an update`,
  },
  { id: 'reads', asked: 'Reads of one update', said: '', committed: ({ reads }) => exactDigits(reads) },
  {
    id: 'price',
    asked: 'Price of a read, on average',
    said: '',
    committed: ({ costPerUpdate, reads }) => threeDigits(costPerUpdate / reads),
  },
  {
    id: 'updates',
    asked: 'Updates until 95 % are right',
    said: '“Backprop converges in fewer steps”',
    committed: ({ updates, medianUpdates }) => `${medianUpdates} (${Math.min(...updates)} to ${Math.max(...updates)})`,
  },
  {
    id: 'total',
    asked: 'Moved until 95 % are right',
    said: '“Somewhat slower”',
    committed: ({ medianUpdates, costPerUpdate }) => inWords(medianUpdates * costPerUpdate),
  },
  {
    id: 'asking',
    asked: 'Moved for one answer',
    said: '“One forward pass per candidate label”',
    committed: ({ costOfAsking }) => exactDigits(costOfAsking),
  },
];

/** What was said of both rules, as measured rows. */
export function scorecardSection({ rules, seeds }: CommittedToy): string {
  const cells = (id: string, row: ScoreRow, rule: RuleId): string =>
    `<td>${row.committed(rules[rule])}</td><td class="live" id="score-${id}-${rule}">not run yet</td>`;
  const rows = ROWS.map(
    (row) => `<tr><th scope="row">${row.asked}${row.said === '' ? '' : `<small>${row.said}</small>`}</th>
${cells(row.id, row, 'ff')}${cells(row.id, row, 'bp')}</tr>`,
  );
  return `<section id="scorecard"><h2>The scorecard, measured</h2>
<p>The explainer that this page follows ends with a scorecard in words (in quotes below). Here every row is a number:
as committed in the project's results, and <span class="live">as you have just run it.</span>
“Nothing stored” does not survive measuring: Forward-Forward holds more at once than backprop, because it works on two sets of points,
and because within a layer it stores as much as anybody. What it does win is the wait: no layer waits for another.</p>
<div class="scroll"><table class="score">
<thead><tr><th scope="col">Question</th><th scope="col">Forward-Forward</th><th scope="col" class="live">here, now</th><th scope="col">Backprop</th><th scope="col" class="live">here, now</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>
<p class="faint">Committed: medians of seeds ${seeds.join(', ')}, with the least and the most. Twelve units a layer are a toy: at the size of
real networks the project's report has the same rows.</p></section>`;
}
