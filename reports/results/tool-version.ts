import { createRequire } from 'node:module';

/**
 * The version of this package, as its package.json states it. Resolved by the package's own name, so that it is the
 * same from the sources and from dist/.
 */
export function toolVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('tensor-odometer/package.json');
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    if (typeof manifest.version === 'string') return manifest.version;
  }
  throw new Error('internal: tensor-odometer/package.json has no version');
}
