import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseTrainedRule } from '../../reports/results/trained-rule.ts';
import { type Ended, startBuilt } from '../support/sources/built-command.ts';
import { buildSources } from '../support/sources/built-sources.ts';
import { outcomeOf, withFlags } from '../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-full-'));
const cache = join(folder, 'cache');
const states = join(cache, 'tensor-odometer', 'training');
let built = '';
beforeAll(() => {
  built = buildSources();
  vi.stubEnv('XDG_CACHE_HOME', cache);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  rmSync(built, { recursive: true });
});

const start = (args: readonly string[], script?: string): Promise<Ended> =>
  startBuilt(built, args, script === undefined ? { cache } : { cache, script });

/** Prints what a command line comes to behind a pipe whose reader has gone, as the last line of stderr. */
const DEAD_READER = '{ sleep 0.3; "$@"; echo "exit $?" >&2; } | true';
const TRAIN = ['train', 'disk-ring', '--algorithm', 'bp', '--layers', '2,6,6', '--batch', '50', '--epochs', '3'];
const TRACE = ['trace', 'disk-ring', '--algorithm', 'bp', '--layers', '2,3,3', '--batch', '2'];

/** What a report of training says that does not depend on time. */
function lasting(json: string) {
  const { runs, ...report } = parseTrainedRule(JSON.parse(json), 'stdout');
  return { ...report, runs: runs.map(({ seconds: _, ...run }) => run) };
}

const keptStates = (): string[] =>
  existsSync(states) ? readdirSync(states, { recursive: true, encoding: 'utf8' }) : [];

describe.skipIf(!existsSync('/dev/full'))('a stdout that is full', () => {
  test.each([[['list', '--json']], [['--help']], [TRACE]])('odometer %j: one line, exit code 2', async (args) => {
    const { code, stdout, stderr } = await start(args, '"$@" > /dev/full');
    expect(stderr).toBe('odometer: stdout: cannot be written (ENOSPC); make room there, or send it elsewhere\n');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('that takes a part of what is printed is full, too', async () => {
    const file = join(folder, 'part.json');
    const { code, stderr } = await start(['list', '--json'], `ulimit -f 2; "$@" > '${file}'`);
    expect(stderr).toMatch(/^odometer: stdout: cannot be written \(EFBIG\); [^\n]*\n$/);
    expect(code).toBe(2);
    expect(readFileSync(file).length).toBeGreaterThan(0);
  });
});

test.skipIf(!existsSync('/dev/full'))('a stderr that is full changes no exit code and no output', async () => {
  const refused = await start(['nope'], '"$@" 2> /dev/full');
  expect(refused).toMatchObject({ code: 2, stdout: '', stderr: '' });
  const listed = await start(['list', '--json'], '"$@" 2> /dev/full');
  expect(listed.code).toBe(0);
  expect(JSON.parse(listed.stdout)).toHaveProperty('scenarios');
});

test.skipIf(process.platform === 'win32')('a reader that stops early is no failure of a list', async () => {
  const { stderr } = await start(['list', '--json'], DEAD_READER);
  expect(stderr).toBe('exit 0\n');
});

describe.skipIf(!existsSync('/dev/full'))('a training that has ended', () => {
  let undisturbed: ReturnType<typeof lasting>;
  beforeAll(async () => {
    undisturbed = lasting((await outcomeOf(...TRAIN, '--no-checkpoint', '--json')).stdout);
  });

  test.each([
    ['a full stdout', '"$@" > /dev/full', 'ENOSPC'],
    ['a pipe that nobody reads', DEAD_READER, 'EPIPE'],
    ['a closed stdout', '"$@" >&-', 'stdout is closed'],
  ])('is not lost to %s: the same command prints it', async (_, script, reason) => {
    const args = [...TRAIN, '--json'];
    const lost = await start(args, script);
    expect(lost.stderr).toContain(reason);
    expect(lost.stderr).toContain(`its states are kept in ${states}`);
    expect(lost.stderr).not.toMatch(/^ +at /m);
    expect(keptStates().filter((name) => name.endsWith('.state'))).toHaveLength(1);
    const found = await outcomeOf(...args);
    expect(found.code, found.stderr).toBe(0);
    expect(found.stderr).toContain('were made before');
    expect(lasting(found.stdout)).toEqual(undisturbed);
    expect(keptStates()).toEqual([]);
  });

  test('is said to be lost where nothing was kept', async () => {
    const { code, stderr } = await start([...TRAIN, '--no-checkpoint'], '"$@" > /dev/full');
    expect(stderr).toMatch(/^odometer: stdout: cannot be written \(ENOSPC\);.*nothing of it is kept$/m);
    expect(code).toBe(2);
  });

  test('is not ended by a stderr that nobody reads', async () => {
    const file = join(folder, 'trained.json');
    const script = `{ "$@" > '${file}'; echo $? > '${file}.code'; } 2>&1 | true`;
    await start(withFlags(TRAIN, '--epochs', '40', '--json'), script);
    expect(readFileSync(`${file}.code`, 'utf8')).toBe('0\n');
    expect(lasting(readFileSync(file, 'utf8')).runs[0].epochs).toHaveLength(40);
  });
});

test('two equal trainings at once both end right, and leave nothing in the cache', async () => {
  const args = withFlags(TRAIN, '--epochs', '30', '--json');
  const [one, other] = await Promise.all([start(args), start(args)]);
  const alone = await outcomeOf(...args, '--no-checkpoint');
  expect([one.code, other.code], one.stderr + other.stderr).toEqual([0, 0]);
  expect(lasting(one.stdout)).toEqual(lasting(alone.stdout));
  expect(lasting(other.stdout)).toEqual(lasting(alone.stdout));
  expect(keptStates()).toEqual([]);
});

test.skipIf(!existsSync('/dev/full'))('a comparison whose table cannot be printed has written its files', async () => {
  const out = join(folder, 'out');
  mkdirSync(out);
  const args = ['compare', 'disk-ring', '--no-train', '--layers', '2,3,3', '--batch', '2', '--out', out];
  const { code, stderr } = await start(args, '"$@" > /dev/full');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^odometer: stdout: cannot be written \(ENOSPC\)[^\n]*\n$/);
  expect(readdirSync(out)).toContain('results.json');
});

test('two processes may write into one folder again and again: neither fails, and every file is whole', async () => {
  const out = join(folder, 'shared');
  const module = pathToFileURL(join(built, 'cli', 'files', 'output-folder.js')).href;
  const writing = (letter: string) => `
    import { writeFolder } from ${JSON.stringify(module)};
    const names = ['results.json', 'a.csv', 'b.csv'];
    for (let time = 0; time < 100; time++) {
      writeFolder('--out', ${JSON.stringify(out)}, new Map(names.map((name) => [name, '${letter}'.repeat(5000)])), names[0]);
    }`;
  const ends = ['a', 'b'].map(async (letter) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', writing(letter)], { stdio: 'pipe' });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    return { said, code };
  });
  expect(await Promise.all(ends)).toEqual(Array(2).fill({ said: '', code: 0 }));
  expect(readdirSync(out).sort()).toEqual(['a.csv', 'b.csv', 'results.json']);
  for (const name of readdirSync(out)) expect(readFileSync(join(out, name), 'utf8')).toMatch(/^(a{5000}|b{5000})$/);
});
