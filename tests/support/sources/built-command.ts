import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Start {
  /** The folder of the user's caches. */
  readonly cache: string;
  /** What a shell does with the command, which is "$@" there: a redirection, say. Default: nothing else. */
  readonly script?: string;
  /** Sees what has come on stderr so far. */
  readonly onLine?: (text: string, child: ChildProcess) => void;
}

/** Starts `odometer`, of sources that `buildSources` built into the folder `built`, as plain node does. */
export function startBuilt(built: string, args: readonly string[], { cache, script, onLine }: Start): Promise<Ended> {
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const command = [process.execPath, join(built, 'cli', 'odometer.js'), ...args];
  const [file, ...rest] = script === undefined ? command : ['sh', '-c', script, 'sh', ...command];
  const child = spawn(file, rest, { env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
    onLine?.(stderr, child);
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
}
