import type { KernelCall, Trace } from '../../core/trace/trace.ts';
import { userLine } from '../sources/user-line.ts';

/** The lines of the user's source that calls come from, where they are recorded (D36). */
export class CallLines {
  private readonly found: string[] | null;
  /** While a gradient runs: the line of the operation whose gradient it is. */
  private forward: string | null = null;

  constructor(recorded: boolean) {
    this.found = recorded ? [] : null;
  }

  /** What runs a gradient, later, as if at the line of now. */
  mark(): <T>(run: () => T) => T {
    if (this.found === null) return (run) => run();
    const line = this.forward ?? userLine();
    return (run) => {
      const { forward } = this;
      this.forward = line;
      try {
        return run();
      } finally {
        this.forward = forward;
      }
    };
  }

  /** The line that is being executed, where lines are recorded and it is the user's. */
  source(): Pick<KernelCall, 'source'> {
    const { found } = this;
    const line = found && (this.forward ?? userLine());
    if (found === null || line === null) return {};
    const known = found.indexOf(line);
    return { source: known === -1 ? found.push(line) - 1 : known };
  }

  /** All of them, as a trace has them. */
  sources(): Pick<Trace, 'sources'> {
    return this.found === null ? {} : { sources: this.found };
  }
}
