import type { EngineInternals, Overrides } from './engine-internals.ts';

/** Runs what computes a gradient under the labels of the operation whose gradient it is. */
export type Resumed = <T>(run: () => T) => T;

/** From now on each operation on the tape asks `mark` for its labels, under which its gradient runs, whenever that is. */
export function labelTape(engine: EngineInternals, overrides: Overrides, mark: () => Resumed): void {
  const { addTapeNode } = engine;
  overrides.set(engine, 'addTapeNode', (...given) => {
    addTapeNode.apply(engine, given);
    const node = engine.state.activeTape.at(-1);
    const gradient = node?.gradient;
    if (node === undefined || gradient === undefined) return;
    const resume = mark();
    // The gradient gives functions that compute, each for an input; those run later, and some never.
    node.gradient = (dys) => {
      const ofInputs = resume(() => gradient(dys));
      const resumed = Object.entries(ofInputs).map(([input, compute]) => [input, () => resume(compute)] as const);
      return Object.fromEntries(resumed);
    };
  });
}
