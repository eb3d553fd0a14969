import { defineTask } from '../definitions/define-task.ts';
import { labelInInputBp } from './bp.ts';
import { labelInInputFf } from './ff.ts';

/** Supervised Forward-Forward with the label in the first pixels, against a softmax classifier trained by backprop. */
export const labelInInput = defineTask({
  id: 'label-in-input',
  title: 'Label in the input',
  source:
    'G. Hinton, The Forward-Forward Algorithm (2022), section 3.3; ff-label-in-input in github.com/cybertronai/hinton-problems, 96.40 % on MNIST after 30 epochs',
  data: ['synthetic', 'mnist'],
  shape: { layers: [784, 500, 500], classes: 10 },
  batch: 128,
  epochs: 30,
  rules: { ff: labelInInputFf, bp: labelInInputBp },
  criterion: 0.95,
  quick: {
    layers: [784, 100, 100],
    batch: 32,
    epochs: 15,
    criterion: 0.85,
    evaluateEvery: 25,
    options: { ff: { learningRate: 0.01 } },
  },
  questions: [
    {
      question: 'Does Forward-Forward beat backprop on data movement, and by how much?',
      answeredBy: 'data moved and activations',
      of: ['ff', 'bp'],
    },
  ],
});
