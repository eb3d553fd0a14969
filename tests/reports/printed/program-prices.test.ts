import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { traceSha256 } from '../../../reports/printed/program-prices.ts';

test.each([0, 1, 2, 65535, 65536, 65537, 200_000])(
  'the hash of %i depths is that of their text, joined by commas',
  (n) => {
    const depths = Int32Array.from({ length: n }, (_, i) => 1 + ((i * 7919) % 100_003));
    const wanted = createHash('sha256')
      .update([...depths].join(','))
      .digest('hex');
    expect(traceSha256(depths)).toBe(wanted);
  },
);
