import { type NarrowArray, narrowArray } from '../../core/numbers/narrow-array.ts';
import { type Program, UNKNOWN_SOURCE } from '../../core/programs/program.ts';
import { userLine } from '../sources/user-line.ts';
import { NumberPages } from './number-pages.ts';

/** Frames between an operation and the user's line: those of scalars, of folds over them, and of the recorder. */
const MOST_FRAMES = 16;

/** Notes the line of the user's source that each event of a program comes from (D36): microseconds an event. */
export class LineRecorder {
  private readonly numbers = new Map<string, number>();
  private readonly events = new NumberPages<NarrowArray>(narrowArray, 2 ** 8 - 1);

  get byteLength(): number {
    return this.events.byteLength;
  }

  /** Notes where the user's source is being executed as the line of the next event. */
  note(): void {
    const line = userLine(MOST_FRAMES);
    if (line === null) {
      this.events.push(UNKNOWN_SOURCE);
      return;
    }
    const known = this.numbers.get(line);
    if (known === undefined) this.numbers.set(line, this.numbers.size + 1);
    this.events.push(known ?? this.numbers.size);
  }

  finish(): Pick<Program, 'sources' | 'eventSources'> {
    return { sources: [...this.numbers.keys()], eventSources: this.events.join(this.numbers.size) };
  }
}
