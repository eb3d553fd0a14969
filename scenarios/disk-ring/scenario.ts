import { defineTask } from '../definitions/define-task.ts';
import { diskRingBp } from './bp.ts';
import { diskRingFf } from './ff.ts';

/** A toy that is learned in seconds: tell points of a disk from points of the ring around it. */
export const diskRing = defineTask({
  id: 'disk-ring',
  title: 'Disk in a ring',
  source:
    'G. Hinton, The Forward-Forward Algorithm (2022), in the form of a demo for the browser: 300 points, 2-12-12-2 for backprop, 4-12-12 with the label in the input for Forward-Forward, 900 updates; its optimiser is not documented',
  data: 'disk-ring',
  shape: { layers: [2, 12, 12], classes: 2 },
  batch: 300,
  epochs: 900,
  rules: { ff: diskRingFf, bp: diskRingBp },
  criterion: 0.95,
  seeds: [0, 1, 2, 3, 4],
  quick: { layers: [2, 12, 12], batch: 300, epochs: 900, criterion: 0.95, evaluateEvery: 50 },
  questions: [
    { question: 'Does Forward-Forward beat backprop on data movement?', answeredBy: 'data moved', of: ['ff', 'bp'] },
    {
      question: 'A coarse tracker once put Forward-Forward 25 times above backprop on a tiny network. Is it so?',
      answeredBy: 'reads',
      of: ['ff', 'bp'],
    },
  ],
});
