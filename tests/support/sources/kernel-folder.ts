import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, vi } from 'vitest';
import { outcomeOf } from './command.ts';

/** A user's folder of kernels, in which commands are run. */
export class KernelFolder {
  /** '' until something is written. */
  path = '';

  /** Moves the folder, too: a process loads what is under a path but once. */
  write(name: string, content: string): void {
    const moved = mkdtempSync(join(tmpdir(), 'odometer-kernels-'));
    if (this.path !== '') renameSync(this.path, moved);
    this.path = moved;
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), content);
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(join(this.path, name));
  }

  remove(name = '.'): void {
    if (this.path === '') return;
    rmSync(join(this.path, name), { recursive: true });
  }

  /** What `odometer` comes to in this folder, without colours. */
  async run(...args: string[]): ReturnType<typeof outcomeOf> {
    const before = process.cwd();
    process.chdir(this.path);
    try {
      const { code, stdout, stderr } = await outcomeOf(...args);
      return { code, stdout: stripVTControlCharacters(stdout), stderr };
    } finally {
      process.chdir(before);
    }
  }
}

/** What `check` and `check --update` call the baseline. */
export const BASELINE = 'odometer.baseline.txt';

/** The lines of a baseline that are of one case, by its label. */
export function linesOf(text: string, label: string): string[] {
  return text.split('\n').filter((line) => line.includes(`> ${label} |`));
}

/** A folder of its own for each test of a file, on a machine that is neither of CI nor of GitHub. */
export function usedKernels() {
  const used = {
    folder: new KernelFolder(),
    check: (...args: string[]) => used.folder.run('check', ...args),
    /** Measures sums into the baseline, then puts others in their place. */
    change: async (old: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): Promise<void> => {
      used.folder.write('a.odometer.mjs', sumsOf(old));
      const { code, stderr } = await used.check('--update');
      if (code !== 0) throw new Error(stderr);
      used.folder.write('a.odometer.mjs', sumsOf(now));
    },
  };
  beforeEach(() => {
    for (const name of ['CI', 'GITHUB_ACTIONS', 'GITHUB_WORKSPACE']) vi.stubEnv(name, '');
    used.folder = new KernelFolder();
  });
  afterEach(() => {
    used.folder.remove();
    vi.unstubAllEnvs();
  });
  return used;
}

/**
 * A case file of sums: the case of each name adds up so many numbers, or as many as an expression says, and makes two reads
 * an addition.
 */
export function sumsOf(lengths: Readonly<Record<string, number | string>>): string {
  const definitions = Object.entries(lengths).map(
    ([name, length]) =>
      `{ name: ${JSON.stringify(name)}, body: () => scalarProgram((xs) => xs.reduce((a, b) => a.add(b)), [Array(${length}).fill(1)]) }`,
  );
  return `import { cases, scalarProgram } from 'tensor-odometer';\nexport default cases(\n${definitions.join(',\n')},\n);\n`;
}
