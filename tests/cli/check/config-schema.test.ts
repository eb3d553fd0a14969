import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../../instrument/cases/odometer-config.ts';

const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const SCHEMA = 'docs/odometer.config.schema.json';

test('the schema that editors are given is that of the code, under its key in package.json', async () => {
  const inPackage = z.looseObject({ odometer: configSchema.optional() });
  // `npx vitest run FILE -u` of this file writes it anew.
  await expect(`${JSON.stringify(z.toJSONSchema(inPackage, { io: 'input' }), null, 2)}\n`).toMatchFileSnapshot(
    inRepository(SCHEMA),
  );
});

test('the package has the schema, and the page about CI names it as it is installed', () => {
  const { name, files } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
  expect(files).toContain(SCHEMA);
  expect(readFileSync(inRepository('docs/ci.md'), 'utf8')).toContain(`./node_modules/${name}/${SCHEMA}`);
});
