import { bytes, exactDigits } from '../../reports/writing/format.ts';
import { RULE_IDS, type RuleId } from '../running/toy-task.ts';
import { instructionsOf, momentOf, PHASE_WORDS, stretchesOf, type UpdateCourse } from '../running/update-moments.ts';
import { BYTES, onMeasured } from './measured-updates.ts';
import { button, byId, field, keepsStill, say, sayRunning } from './page-elements.ts';

/** Milliseconds that the longer update takes to play. */
const LENGTH = 20_000;
/** Milliseconds from one drawing to the next. */
const FRAME = { moving: 60, still: 1000 } as const;

/** One update of each rule, in step, at a moment that the reader chooses: what its trace says of it. */
export class UpdateWidget {
  private readonly courses = new Map<RuleId, UpdateCourse>();
  private isRunning = false;

  constructor() {
    onMeasured((rule, { update }) => {
      this.courses.set(rule, update);
      if (this.courses.size < RULE_IDS.length) return;
      field('update-at').max = String(this.longest);
      this.show();
    });
    field('update-at').addEventListener('input', () => {
      this.pause();
      this.show();
    });
    button('update-run').addEventListener('click', () => (this.isRunning ? this.pause() : this.run()));
    button('update-next').addEventListener('click', () => this.jump());
    button('update-again').addEventListener('click', () => this.moveTo(0));
  }

  private get at(): number {
    return Number(field('update-at').value);
  }

  private get longest(): number {
    return Math.max(...[...this.courses.values()].map(instructionsOf));
  }

  private moveTo(instructions: number): void {
    this.pause();
    field('update-at').value = String(instructions);
    this.show();
  }

  /** To where either rule next turns to something else. */
  private jump(): void {
    const starts = [...this.courses.values()].flatMap((course) => stretchesOf(course).map(({ to }) => to));
    const later = starts.filter((start) => start > this.at);
    if (later.length > 0) this.moveTo(Math.min(...later));
  }

  private run(): void {
    if (this.courses.size < RULE_IDS.length) return;
    if (this.at >= this.longest) field('update-at').value = '0';
    this.isRunning = true;
    sayRunning('update-run', true, 'Play');
    this.play(performance.now(), this.at);
  }

  private pause(): void {
    this.isRunning = false;
    sayRunning('update-run', false, 'Play');
  }

  private play(began: number, from: number): void {
    setTimeout(
      () => {
        if (!this.isRunning) return;
        const passed = (performance.now() - began) / LENGTH;
        field('update-at').value = String(Math.min(this.longest, Math.round(from + passed * this.longest)));
        this.show();
        if (this.at < this.longest) this.play(began, from);
        else this.pause();
      },
      keepsStill() ? FRAME.still : FRAME.moving,
    );
  }

  private show(): void {
    for (const [rule, course] of this.courses) {
      const { phase, layer, live, cost, updated, isOver } = momentOf(course, this.at);
      const whose = layer === null ? '' : `layer ${layer + 1} `;
      say(`update-${rule}-doing`, isOver ? 'done' : `${whose}${PHASE_WORDS[phase] ?? phase}`);
      say(`update-${rule}-live`, bytes(BYTES * live));
      say(`update-${rule}-cost`, exactDigits(cost));
      byId(`update-${rule}-bar`).setAttribute('width', String(live));
      for (const wait of course.waits) {
        const box = byId(`update-${rule}-layer-${wait.layer}`);
        const isUpdated = updated.includes(wait.layer);
        box.classList.toggle('is-busy', !isOver && layer === wait.layer);
        box.classList.toggle('is-updated', isUpdated);
        say(`update-${rule}-state-${wait.layer}`, isUpdated ? '⚡ has new weights' : 'waits');
      }
      byId(`update-${rule}-cursor`).setAttribute('x', String(Math.min(this.at, instructionsOf(course))));
    }
  }
}
