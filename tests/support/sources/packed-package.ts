import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extract } from 'tar';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const TYPESCRIPT = join(checkout, 'node_modules/typescript/bin/tsc');

/**
 * A new folder outside the repository in which the package is installed as npm packs it, of the present sources, with
 * what it depends on and nothing else but the types of Node, and the whole of TensorFlow.js, which the README has users
 * install for gradients. Needs no network. The caller removes the folder.
 */
export async function installPackedPackage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'odometer-package-'));
  const built = join(folder, 'built');
  // Types are checked elsewhere; here they are only written down.
  compile(join(checkout, 'tsconfig.build.json'), '--noCheck', '--outDir', join(built, 'dist'));
  const { files } = manifestOf(checkout);
  for (const name of ['package.json', 'README.md', 'LICENSE', ...files.filter((one) => one !== 'dist')]) {
    mkdirSync(dirname(join(built, name)), { recursive: true });
    copyFileSync(join(checkout, name), join(built, name));
  }
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: built });
  const { name, version, dependencies } = manifestOf(built);
  const installed = join(folder, 'node_modules', name);
  mkdirSync(installed, { recursive: true });
  await extract({ file: join(folder, `${name}-${version}.tgz`), cwd: installed, strip: 1 });
  for (const dependency of [...Object.keys(dependencies), '@types/node', '@tensorflow/tfjs']) {
    const link = join(folder, 'node_modules', dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(checkout, 'node_modules', dependency), link, 'junction');
  }
  return folder;
}

/** Runs the compiler on a project. Throws Error with what it prints where it finds anything wrong. */
export function compile(project: string, ...flags: string[]): void {
  try {
    execFileSync(process.execPath, [TYPESCRIPT, '--project', project, ...flags], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    throw new Error(`tsc --project ${project}:\n${(error as { stdout: string }).stdout}`);
  }
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
