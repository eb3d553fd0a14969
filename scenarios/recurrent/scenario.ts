import { defineTask } from '../definitions/define-task.ts';
import { recurrentBp } from './bp.ts';
import { recurrentFf } from './ff.ts';

/** Forward-Forward in a network that sees the layers above and below for eight iterations, against backprop through time. */
export const recurrent = defineTask({
  id: 'recurrent',
  title: 'Recurrent with top-down connections',
  source:
    'G. Hinton, The Forward-Forward Algorithm (2022), section 4; ff-recurrent-mnist in github.com/cybertronai/hinton-problems, 10.66 % error on MNIST after 20 epochs',
  data: ['synthetic', 'mnist'],
  shape: { layers: [784, 500, 500], classes: 10 },
  batch: 256,
  epochs: 20,
  rules: { ff: recurrentFf, bp: recurrentBp },
  criterion: 0.85,
  quick: {
    layers: [784, 64, 64],
    batch: 32,
    epochs: 10,
    criterion: 0.7,
    evaluateEvery: 25,
    options: { ff: { learningRate: 0.01 } },
  },
  questions: [
    {
      question: 'What does it move against the feed-forward network with the label in the input, on the same images?',
      answeredBy: 'other scenario',
      of: ['ff', 'bp'],
    },
    {
      question: 'It reads its activities anew at every iteration: how do its depths differ from a single forward pass?',
      answeredBy: 'prediction depths',
      of: ['ff', 'bp'],
    },
  ],
  heldAgainst: 'label-in-input',
});
