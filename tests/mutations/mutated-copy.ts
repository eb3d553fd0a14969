import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NamedTest, PlantedBug } from './planted-bug.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
/** What lies beside the sources; `out...` is what others may be writing just now. */
const LEFT_OUT = /^(\.git|node_modules|dist|results|out[^/]*)$/;

/** A test that a bug keeps from ending is stopped after so long, and has seen the bug. */
const LONGEST_SECONDS = 150;

/** How a planted bug fared. `survived`: the test that is to see it passed. */
export type Fate = 'caught' | 'does not end' | 'survived' | 'its text does not stand in the file once' | 'no such test';

/** A copy of the sources in which bugs are planted one after the other. */
export class MutatedCopy {
  private readonly folder = mkdtempSync(join(tmpdir(), 'odometer-mutations-'));

  constructor() {
    cpSync(checkout, this.folder, { recursive: true, filter: (path) => !LEFT_OUT.test(relative(checkout, path)) });
    symlinkSync(join(checkout, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** Plants a bug, runs its test and takes the bug out again. */
  async plant({ file, text, replacement, test }: PlantedBug): Promise<Fate> {
    const path = join(this.folder, file);
    const source = readFileSync(path, 'utf8');
    if (source.split(text).length !== 2) return 'its text does not stand in the file once';
    writeFileSync(
      path,
      source.replace(text, () => replacement),
    );
    try {
      return await this.run(test);
    } finally {
      writeFileSync(path, source);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private async run({ file, name }: NamedTest): Promise<Fate> {
    const report = join(this.folder, 'report.json');
    rmSync(report, { force: true });
    const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const vitest = join(this.folder, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', file, '-t', pattern, '--bail=1', '--reporter=json', `--outputFile=${report}`];
    const hasEnded = await endsInTime(args, this.folder);
    if (!hasEnded) return 'does not end';
    const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
    if (numFailedTests > 0) return 'caught';
    return numPassedTests > 0 ? 'survived' : 'no such test';
  }
}

/** Runs node in a process group of its own; false where the group had to be stopped. */
function endsInTime(args: readonly string[], cwd: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: 'ignore', detached: true });
    let isStopped = false;
    const timer = setTimeout(() => {
      isStopped = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, LONGEST_SECONDS * 1000);
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(!isStopped);
    });
  });
}
