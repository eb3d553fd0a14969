import { beforeAll, describe } from 'vitest';
import { useBackend } from '../../../instrument/backends/computing-backends.ts';
import { checkpoints } from '../../support/training/checkpoints.ts';
import { testCheckpoint } from './checkpoint-tests.ts';

describe('on cpu', () => {
  beforeAll(() => useBackend('cpu'));

  const documented = checkpoints.cifar_lc.filter(({ config }) => config.H === 32);

  describe.each(documented)('locally connected, side $config.H', testCheckpoint);
});
