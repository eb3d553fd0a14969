import { accuracyPercent, exactDigits, inWords } from '../../reports/writing/format.ts';
import { CRITERION, LiveRun } from '../running/live-run.ts';
import { POINTS, RULE_IDS, RULES, type RuleId, toyTask, UPDATES } from '../running/toy-task.ts';
import { drawShares } from './line-chart.ts';
import { costPerUpdate, onMeasured } from './measured-updates.ts';
import { button, byId, choice, keepsStill, say, sayRunning } from './page-elements.ts';
import { drawClasses, type PointQuestion, questionOf } from './point-question.ts';
import { noteRun } from './run-notes.ts';

/** Milliseconds of a frame that updates may take; the rest is for the reader. */
const BUDGET = 20;
/** Milliseconds from one drawing to the next while networks train, at least. */
const REDRAW = { moving: 120, still: 2000 } as const;

/** Both rules learning the disk in a ring, in step, each with its odometer. */
export class RingWidget {
  private runs: Readonly<Record<RuleId, LiveRun>>;
  private readonly question: PointQuestion;
  private isRunning = false;
  private drawn = 0;
  private drawing = 0;

  constructor() {
    this.runs = this.begun();
    this.question = questionOf(() => this.runs);
    button('ring-run').addEventListener('click', () => (this.isRunning ? this.pause() : this.run()));
    button('ring-step').addEventListener('click', () => {
      this.pause();
      this.advance();
      this.show();
    });
    button('ring-again').addEventListener('click', () => this.restart());
    choice('ring-seed').addEventListener('change', () => this.restart());
    onMeasured(() => this.show());
    this.show();
  }

  private begun(): Readonly<Record<RuleId, LiveRun>> {
    const seed = Number(choice('ring-seed').value);
    const task = toyTask();
    return { ff: new LiveRun(RULES.ff, task, seed), bp: new LiveRun(RULES.bp, task, seed) };
  }

  private restart(): void {
    this.pause();
    for (const rule of RULE_IDS) this.runs[rule].dispose();
    this.runs = this.begun();
    say('ring-status', '');
    this.show();
  }

  private run(): void {
    if (this.isOver()) this.restart();
    this.isRunning = true;
    sayRunning('ring-run', true, 'Train both');
    this.frame();
  }

  private pause(): void {
    this.isRunning = false;
    sayRunning('ring-run', false, 'Train both');
  }

  /** Updates for part of a frame, then the reader's turn. */
  private frame(): void {
    requestAnimationFrame((now) => {
      if (!this.isRunning) return;
      const end = performance.now() + BUDGET;
      while (performance.now() < end && !this.isOver()) this.advance();
      const isOver = this.isOver();
      // However slow the machine, it draws for a fifth of the time at most.
      const rest = Math.max(keepsStill() ? REDRAW.still : REDRAW.moving, 4 * this.drawing);
      if (isOver || now - this.drawn > rest) {
        const began = performance.now();
        this.show();
        this.drawn = performance.now();
        this.drawing = this.drawn - began;
      }
      if (!isOver) return this.frame();
      this.pause();
      say('ring-status', 'Done. Now ask both about a point, below, and look at the scorecard.');
    });
  }

  private isOver(): boolean {
    return this.runs.ff.updates >= UPDATES;
  }

  /** One update of each. */
  private advance(): void {
    if (this.isOver()) return;
    for (const rule of RULE_IDS) {
      this.runs[rule].update();
      noteRun(rule, this.runs[rule]);
    }
  }

  private show(): void {
    const { ff } = this.runs;
    say('ring-updates', `${exactDigits(ff.updates)} of ${UPDATES}`);
    for (const rule of RULE_IDS) this.showRule(rule);
    this.showCharts();
    this.question.show();
  }

  private showRule(rule: RuleId): void {
    const run = this.runs[rule];
    drawClasses(rule, run);
    const cost = costPerUpdate(rule);
    const met = run.updatesToCriterion();
    say(`ring-${rule}-accuracy`, accuracyPercent(run.accuracy()));
    say(`ring-${rule}-moved`, cost === null ? 'being priced' : exactDigits(cost * run.updates));
    say(`ring-${rule}-each`, cost === null ? 'being priced' : exactDigits(cost));
    const reached = met === null ? 'not yet' : `after ${met} updates`;
    say(`ring-${rule}-met`, met === null || cost === null ? reached : `${reached}: ${inWords(cost * met)} moved`);
  }

  private showCharts(): void {
    const shares = RULE_IDS.map((rule) => ({
      rule,
      points: [...this.runs[rule].curve].map(({ updates, correct }) => [updates, correct / POINTS] as const),
    }));
    const lines = shares.map(({ rule, points }) => ({ className: `line-${rule}`, points }));
    const most = Math.max(100, this.runs.ff.updates);
    drawShares(byId('ring-by-updates'), lines, {
      most,
      unit: (value) => exactDigits(Math.round(value)),
      mark: CRITERION,
    });
    const [ff, bp] = [costPerUpdate('ff'), costPerUpdate('bp')];
    if (ff === null || bp === null) return;
    const costs = { ff, bp };
    const moved = shares.map(({ rule, points }) => ({
      className: `line-${rule}`,
      points: points.map(([updates, share]) => [updates * costs[rule], share] as const),
    }));
    const far = most * ff;
    drawShares(byId('ring-by-moved'), moved, { most: far, unit: (value) => shortCost(value), mark: CRITERION });
  }
}

/** A cost below an axis. */
function shortCost(cost: number): string {
  return cost === 0 ? '0' : `${(cost / 1e9).toPrecision(3)} G`;
}
