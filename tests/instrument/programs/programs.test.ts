import * as tf from '@tensorflow/tfjs';
import { beforeAll, test } from 'vitest';
import { expectTraced } from '../../support/programs/program-check.ts';
import { CAPTURED_PROGRAMS } from './captured-programs.ts';
import { CONVOLUTION_PROGRAMS } from './convolution-programs.ts';
import { FUNCTION_PROGRAMS } from './function-programs.ts';
import { GRADIENT_PROGRAMS } from './gradient-programs.ts';
import { LOOKUP_PROGRAMS } from './lookup-programs.ts';
import { NETWORK_PROGRAMS } from './network-programs.ts';
import { REARRANGEMENT_PROGRAMS } from './rearrangement-programs.ts';
import { TRAINING_PROGRAMS } from './training-programs.ts';
import { UNUSUAL_PROGRAMS } from './unusual-programs.ts';

const PROGRAMS = [
  ...NETWORK_PROGRAMS,
  ...REARRANGEMENT_PROGRAMS,
  ...FUNCTION_PROGRAMS,
  ...CONVOLUTION_PROGRAMS,
  ...GRADIENT_PROGRAMS,
  ...LOOKUP_PROGRAMS,
  ...TRAINING_PROGRAMS,
  ...CAPTURED_PROGRAMS,
  ...UNUSUAL_PROGRAMS,
];

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

test.each(PROGRAMS.map((program) => [program.name, program] as const))('%s', (_, program) => expectTraced(program));
