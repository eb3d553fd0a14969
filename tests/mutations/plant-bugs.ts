import { availableParallelism } from 'node:os';
import { MutatedCopy } from './mutated-copy.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

/**
 * `npm run test:mutations [-- WORDS]`: plants each bug (those whose description holds the words) in a copy of the
 * sources and runs the test that is to see it. Fails where one passes, or where a bug can no longer be planted.
 */
const words = process.argv.slice(2).join(' ');
const bugs = PLANTED_BUGS.filter(({ what }) => what.includes(words));
let next = 0;
let failures = 0;

async function plantBugs(): Promise<void> {
  const copy = new MutatedCopy();
  try {
    for (let bug = bugs[next++]; bug !== undefined; bug = bugs[next++]) {
      const fate = await copy.plant(bug);
      const isSeen = fate === 'caught' || fate === 'does not end';
      if (!isSeen) failures++;
      process.stdout.write(`${isSeen ? 'seen' : 'NOT SEEN'}: ${bug.what} (${bug.file}): ${fate}\n`);
    }
  } finally {
    copy.remove();
  }
}

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, plantBugs));
process.stdout.write(`${bugs.length} bugs planted, ${failures} not seen\n`);
if (failures > 0 || bugs.length === 0) process.exitCode = 1;
