import { parentPort, workerData } from 'node:worker_threads';
import type { Trace } from '../../core/trace/trace.ts';
import type { Disagreement } from './comparison.ts';
import { compareEngines } from './comparison.ts';
import type { Exercised } from './exercised.ts';
import { countExercised } from './exercised.ts';
import { minimised } from './minimised.ts';
import { randomProgram } from './random-program.ts';

/** Which programs of a seed a thread compares the engines on: number `first` and every `step`-th after it. */
export interface Share {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly programs: number;
  /** When to stop, as Date.now gives it. */
  readonly deadline: number;
}

/** What a thread has done so far. */
export interface Progress extends Exercised {
  readonly kind: 'progress';
  readonly programs: number;
  readonly compared: number;
  readonly steady: number;
  readonly derived: number;
  readonly reads: number;
}

/** A program on which an engine does not give what the oracle gives, made as small as it gets. */
export interface Finding {
  readonly kind: 'finding';
  readonly program: number;
  readonly disagreement: Disagreement;
  readonly trace: Trace;
}

/** How often a thread tells how far it is. */
const REPORTED_MS = 1000;

function work({ seed, first, step, programs, deadline }: Share, post: (message: Progress | Finding) => void): void {
  const exercised = countExercised();
  let [done, compared, steady, derived, reads] = [0, 0, 0, 0, 0];
  const report = (): void => {
    post({ kind: 'progress', programs: done, compared, steady, derived, reads, ...exercised });
  };
  let reported = Date.now();
  for (let program = first; program < programs && Date.now() < deadline; program += step) {
    const trace = randomProgram(seed, program);
    const comparison = compareEngines(trace);
    compared += comparison.compared;
    steady += comparison.steady;
    derived += comparison.derived;
    reads += comparison.reads;
    done++;
    if (comparison.disagreement !== null) post(finding(program, trace, comparison.disagreement));
    if (Date.now() - reported < REPORTED_MS) continue;
    report();
    reported = Date.now();
  }
  report();
}

function finding(program: number, trace: Trace, { way, engine }: Disagreement): Finding {
  const disagreementOn = (smaller: Trace): Disagreement | null => {
    const found = compareEngines(smaller, [way]).disagreement;
    return found?.engine === engine ? found : null;
  };
  const smallest = minimised(trace, (smaller) => disagreementOn(smaller) !== null);
  const disagreement = disagreementOn(smallest);
  if (disagreement === null) throw new Error(`internal: program ${program} fails no more`);
  return { kind: 'finding', program, disagreement, trace: smallest };
}

const port = parentPort;
if (port !== null) work(workerData as Share, (message) => port.postMessage(message));
