import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { InputError } from '../../core/input-error.ts';
import type { Side } from '../../reports/differences/side.ts';
import { gitOutput } from '../history/git-output.ts';

/**
 * What `read` makes of a file as it is in a git revision, with all that it imports from the repository; it is given where the
 * file lies for the time of its run. The installed packages are those of now. Throws InputError where git has no such revision or file.
 */
export async function sideAtRevision(
  revision: string,
  file: string,
  read: (path: string) => Promise<Side>,
): Promise<Side> {
  const name = `${revision}:${file}`;
  const top = git(['rev-parse', '--show-toplevel'], `${name}: the current folder is in no git repository`);
  const prefix = git(['rev-parse', '--show-prefix'], `${name}: the current folder is in no git repository`);
  const commit = git(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    `${name}: git knows no revision ${revision}; name a commit, a branch or a tag`,
  );
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'odometer-revision-')));
  try {
    await checkOut(top, commit, folder);
    const modules = join(top, 'node_modules');
    if (existsSync(modules) && !existsSync(join(folder, 'node_modules'))) {
      symlinkSync(modules, join(folder, 'node_modules'));
    }
    const here = join(folder, prefix);
    const path = join(here, file);
    if (!existsSync(path)) throw new InputError(`${name}: there is no ${file} in that revision`);
    const side = await read(path);
    return { ...side, cases: side.cases.map((one) => ({ ...one, parts: { ...one.parts, ...ownLines(one, here) } })) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lines as they are named when the file is here. */
function ownLines({ parts }: Side['cases'][number], here: string): Side['cases'][number]['parts'] {
  const start = `${here.replace(/[\\/]*$/, '')}/`;
  const shown = (name: string): string => (name.startsWith(start) ? name.slice(start.length) : name);
  return parts.line === undefined ? {} : { line: parts.line.map((part) => ({ ...part, name: shown(part.name) })) };
}

function git(args: readonly string[], fault: string): string {
  const printed = gitOutput(args);
  if (printed === null) throw new InputError(fault.includes(';') ? fault : `${fault}; run it in one`);
  return printed.trim();
}

async function checkOut(top: string, commit: string, folder: string): Promise<void> {
  const archive = spawn('git', ['archive', '--format=tar', commit], { cwd: top, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    archive.on('error', reject);
    archive.on('close', resolve);
  });
  const unpacked = new Promise<void>((resolve, reject) => {
    archive.stdout
      .pipe(extract({ cwd: folder }))
      .on('close', resolve)
      .on('error', reject);
  });
  await unpacked;
  if ((await ended) !== 0) throw new InputError(`git cannot unpack ${commit}; look what git archive says`);
}
