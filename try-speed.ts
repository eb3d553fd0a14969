import { randomSteps, everyLoopRuns, writtenTensors } from './tests/support/nests/random-steps.ts';
import { recordSteps } from './tests/support/nests/kernel-machine.ts';
import { nest } from './instrument/nests/nest.ts';
import { input, scratch } from './instrument/nests/tensor-declaration.ts';
let gen = 0, rec = 0, count = 0, runs = 0;
for (let seed = 0; seed < 300; seed++) {
  let t = performance.now();
  const r = randomSteps(seed);
  const ok = everyLoopRuns(r.steps);
  gen += performance.now() - t; count++;
  if (!ok) continue;
  runs++;
  t = performance.now();
  const [a, b, c, d] = r.shapes;
  nest({ a: input(a), b: input(b), c: scratch(c), d: scratch(d) }, (g) => recordSteps(r.steps, Object.values(g)));
  const took = performance.now() - t;
  rec += took;
  if (took > 300) console.log(seed, took, JSON.stringify(r.steps).length);
}
console.log(gen / count, rec / runs, runs);
