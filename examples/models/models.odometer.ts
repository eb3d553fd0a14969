/** Networks at the sizes that they are used at. Each takes up to some minutes to price: `odometer bench examples/models`. */
import { cases, tensorProgram } from 'tensor-odometer';
import { lstmGradients, lstmInputs } from './lstm.ts';
import { mobilenet, mobilenetInputs, mobilenetStep, trainingInputs } from './mobilenet.ts';
import { transformerGradients, transformerInputs } from './transformer.ts';

export default cases(
  {
    name: 'mobilenet forward',
    sizes: [{ image: 224, alpha: 1, classes: 1000 }],
    body: (sizes) => tensorProgram(mobilenet(sizes), mobilenetInputs(sizes)),
  },
  {
    name: 'mobilenet training step',
    sizes: [{ image: 96, alpha: 1, classes: 1000 }],
    body: (sizes) => tensorProgram(mobilenetStep(sizes, 0.01), trainingInputs(sizes)),
  },
  {
    name: 'transformer block and gradients',
    sizes: [{ n: 256, d: 256, heads: 4 }],
    body: (sizes) => tensorProgram(transformerGradients(sizes), transformerInputs(sizes)),
  },
  {
    name: 'lstm and gradients',
    sizes: [{ steps: 64, batch: 4, features: 64, units: 128 }],
    body: (sizes) => tensorProgram(lstmGradients(sizes), lstmInputs(sizes)),
  },
);
