import { defineTask } from '../definitions/define-task.ts';
import { denseBp } from '../dense/bp.ts';
import { hybridFf } from './ff.ts';

/** Forward-Forward without labels and a softmax head on top, against a softmax classifier trained by backprop. */
export const hybrid = defineTask({
  id: 'hybrid',
  title: 'Hybrid negatives',
  source:
    'G. Hinton, The Forward-Forward Algorithm (2022), section 3.2; ff-hybrid-mnist in github.com/cybertronai/hinton-problems, 5.21 % error on MNIST after 30 epochs and 50 of the head',
  data: ['synthetic', 'mnist'],
  shape: { layers: [784, 1000, 1000, 1000, 1000], classes: 10 },
  batch: 100,
  epochs: 30,
  rules: { ff: hybridFf, bp: denseBp('hybrid', 0.001) },
  criterion: 0.9,
  quick: {
    layers: [784, 100, 100, 100],
    batch: 50,
    epochs: 15,
    criterion: 0.5,
    evaluateEvery: 50,
    options: { ff: { readoutEpochs: 10 } },
  },
  questions: [
    {
      question: 'How much of the advantage of removing backprop is real, how much does normalising between layers eat?',
      answeredBy: 'normalising',
      of: ['ff', 'bp'],
    },
  ],
});
