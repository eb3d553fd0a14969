import { defineTask } from '../definitions/define-task.ts';
import { locallyConnectedBp } from './bp.ts';
import { locallyConnectedFf } from './ff.ts';

/** Forward-Forward in layers of local units that share no weights, against a softmax classifier trained by backprop. */
export const locallyConnected = defineTask({
  id: 'locally-connected',
  title: 'Locally connected',
  source:
    'G. Hinton, The Forward-Forward Algorithm (2022), section 5; ff-cifar-locally-connected in github.com/cybertronai/hinton-problems, 22.78 % on CIFAR-10 after 10 epochs of 10 000 images (backprop 38.31 %)',
  data: ['synthetic-colour', 'cifar10'],
  shape: { layers: [3072, 3872, 2592], receptiveFields: [11, 5], classes: 10 },
  batch: 64,
  epochs: 10,
  rules: { ff: locallyConnectedFf, bp: locallyConnectedBp },
  criterion: 0.18,
  trainImages: 10_000,
  quick: { layers: [3072, 484, 324], batch: 4, epochs: 2, criterion: 0.2, evaluateEvery: 50, evaluationImages: 100 },
  questions: [
    {
      question: 'Does Forward-Forward beat backprop on data movement with weights of one place each?',
      answeredBy: 'data moved',
      of: ['ff', 'bp'],
    },
    { question: 'Is locality visible?', answeredBy: 'locality', of: ['ff', 'bp'] },
  ],
  heldAgainst: 'label-in-input',
});
