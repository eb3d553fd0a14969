import { gzipSync } from 'node:zlib';
import { pageBundle, TRACE_AND_PRICE } from '../support/sources/page-bundle.ts';

const OWN = ['core', 'instrument'];

// Prints what a page takes that traces and prices one function, and what of it is this package's.
const { script, bytesFrom } = await pageBundle(TRACE_AND_PRICE);
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
const own = OWN.reduce((sum, layer) => sum + (bytesFrom.get(layer) ?? 0), 0);
console.log(
  `trace and price one function in a page: ${kilobytes(script.length)}, ${kilobytes(gzipSync(script).length)} gzipped; ` +
    `of it ${kilobytes(own)} this package`,
);
for (const [from, bytes] of [...bytesFrom].sort(([, a], [, b]) => b - a)) {
  if (bytes >= 1000 && !OWN.includes(from)) console.log(`  ${from}: ${kilobytes(bytes)}`);
}
