import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const folder = process.env.ODOMETER_DATA ?? join(checkout, '..', 'shared', 'data');

/** The folder of a real data set; the tests made by `itWithRealData` may assume that it exists. */
export function realDataFolder(name: string): string {
  return join(folder, name);
}

/** `it` where the real data set is there; elsewhere a skipped test and a warning that says what is not tested. */
export function itWithRealData(name: string, law: string, test: () => Promise<void>): void {
  const there = existsSync(realDataFolder(name));
  if (!there) {
    console.warn(`SKIPPED, no ${realDataFolder(name)} (set ODOMETER_DATA to the folder above it): ${law}`);
  }
  it.skipIf(!there)(law, test);
}
