import { bytes, exactDigits, inWords, percent, threeDigits } from '../../reports/writing/format.ts';
import type { RuleId } from '../running/toy-task.ts';
import { BYTES, costPerUpdate, onMeasured } from './measured-updates.ts';
import { say } from './page-elements.ts';
import { onRun } from './run-notes.ts';

/** Fills the scorecard with what has been traced and run in the page. */
export function fillScorecard(): void {
  onMeasured((rule, { update, prediction }) => {
    const put = (id: string, text: string): void => say(`score-${id}-${rule}`, text);
    const cost = Number(update.cost.cold[BYTES]);
    const longest = Math.max(...update.waits.map((wait) => wait.updatedAfter - wait.firstInstruction));
    put('memory', bytes(update.peakLiveBytes - BYTES * update.stateElements));
    put('wait', `${percent(longest / (update.course.at(-1)?.instructions ?? 1))} of an update`);
    put('reads', exactDigits(update.reads));
    put('price', threeDigits(cost / update.reads));
    put('asking', exactDigits(Number(prediction.cost.cold[BYTES])));
  });
  onRun((rule: RuleId, { updates, met }) => {
    const cost = costPerUpdate(rule);
    say(`score-updates-${rule}`, met === null ? `not within ${exactDigits(updates)}` : exactDigits(met));
    if (cost === null) return;
    say(`score-total-${rule}`, met === null ? `more than ${inWords(updates * cost)}` : inWords(met * cost));
  });
}
