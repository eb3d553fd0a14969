import { beforeAll, describe } from 'vitest';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { checkpoints } from '../../support/training/checkpoints.ts';
import { testCheckpoint } from './checkpoint-tests.ts';

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  // The stock cpu kernels take a quarter of a minute for the documented shape, which is a slow test.
  const affordable = checkpoints.cifar_lc.filter(({ config }) => backend !== 'cpu' || config.H < 32);

  describe.each(affordable)('locally connected, side $config.H', testCheckpoint);
});
