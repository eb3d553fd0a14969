import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { START_ANEW } from '../../cli/terminal/shown-training.ts';
import { helpOf } from '../support/sources/command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The flags that the texts of a folder's sources name, comments left out; those in an example of a command stay out too. */
function namedFlags(folder: string): Set<string> {
  const sources = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const lines = sources.flatMap((name) => readFileSync(join(root, folder, name), 'utf8').split('\n'));
  const texts = lines.filter((line) => !/^\s*(\/?\*|\/\/)/.test(line) && !line.includes('odometer train'));
  return new Set(
    texts.flatMap((line) => [...line.matchAll(/--(?:no-)?([a-z][a-z-]*[a-z])(?![a-z-])/g)].map(([, flag]) => flag)),
  );
}

test.each(['trace', 'train', 'compare'])(
  'odometer %s has every flag that messages about scenarios advise',
  async (command) => {
    const help = await helpOf(command);
    const flags = namedFlags('scenarios');
    expect(flags.size).toBeGreaterThan(2);
    expect([...flags].filter((flag) => !help.includes(` --${flag} `))).toEqual([]);
  },
);

test.each(['train', 'compare'])('odometer %s has the flag that it advises for a state of no use', async (command) => {
  const [flag] = /--[a-z]+/.exec(START_ANEW) ?? [];
  expect(await helpOf(command)).toContain(` ${flag} `);
});
