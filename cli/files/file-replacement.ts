import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { removeQuietly } from '../../scenarios/files/whole-file.ts';

/** What a replacement writes beside files: new ones that have no place yet, and the earlier ones. */
const BESIDE_FILES = /^\.odometer-[0-9a-f]{12}\.(new|old)$/;
/** It does so within seconds; what is older than this was left by a process that was killed. */
const LEFTOVER_MS = 3_600_000;
const MOST_LINKS = 40;

/** A path leads to something that is no regular file: a folder, a device, a pipe. */
export class IrregularFileError extends Error {
  override readonly name = 'IrregularFileError';
}

/**
 * A file that is to take the place of another, which until then is as it was. Links are followed: their target is
 * replaced. The calls below throw the system's error where it does not allow them.
 */
export class FileReplacement {
  private readonly target: string;
  private readonly fresh: string;
  private readonly earlier: string;
  private isKept = false;
  /** Whether the earlier file, if there was one, is no longer in its place. */
  private isChanged = false;
  /** Whether the earlier file could not be put back. */
  private isStranded = false;

  /** Writes the new file beside its place. Throws IrregularFileError where something is there that is no regular file. */
  constructor(path: string, content: string | Uint8Array) {
    this.target = regularFile(path);
    const name = nameBeside(dirname(this.target));
    this.fresh = `${name}.new`;
    this.earlier = `${name}.old`;
    try {
      const mode = lstatSync(this.target, { throwIfNoEntry: false })?.mode;
      if (mode !== undefined) unlessGone(() => accessSync(this.target, constants.W_OK));
      writeFileSync(this.fresh, content, { flag: 'wx', flush: true });
      if (mode !== undefined) chmodSync(this.fresh, mode & 0o7777);
    } catch (error) {
      this.end();
      throw error;
    }
  }

  /** Keeps the earlier file, so that it can be put back. */
  keepEarlier(): void {
    this.isKept = unlessGone(() => {
      try {
        linkSync(this.target, this.earlier);
      } catch {
        // Not every file system has hard links.
        copyFileSync(this.target, this.earlier, constants.COPYFILE_EXCL);
      }
    });
  }

  /** Takes the earlier file away, so that there is none until the new one is in its place. */
  removeEarlier(): void {
    rmSync(this.target, { force: true });
    this.isChanged = true;
  }

  /** Puts the new file in its place, in one step of the file system. */
  place(): void {
    renameSync(this.fresh, this.target);
    this.isChanged = true;
  }

  /** Puts the earlier file back, or none where there was none. Where the system does not allow it, it stays beside. */
  restore(): void {
    if (!this.isChanged) return;
    try {
      if (this.isKept) renameSync(this.earlier, this.target);
      else rmSync(this.target, { force: true });
    } catch {
      this.isStranded = true;
    }
  }

  /** Removes all that is left beside the file. */
  end(): void {
    removeQuietly(this.fresh);
    if (!this.isStranded) removeQuietly(this.earlier);
  }
}

/** A path in a folder for what has no place yet, but for its end. Not made of a file's name, which can be as long as names may be. */
export function nameBeside(folder: string): string {
  return join(folder, `.odometer-${randomBytes(6).toString('hex')}`);
}

/** Removes from a folder what killed processes have left of replacing files in it. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!BESIDE_FILES.test(name)) continue;
    const path = join(folder, name);
    const changed = statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? Number.POSITIVE_INFINITY;
    if (Date.now() - changed > LEFTOVER_MS) removeQuietly(path);
  }
}

/** Whether there was a file to do it with: another process that writes here may have taken it away. */
function unlessGone(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** The regular file that a path leads to over links; it need not be there yet. */
function regularFile(path: string): string {
  let target = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    const found = lstatSync(target, { throwIfNoEntry: false });
    if (found?.isSymbolicLink()) target = resolve(realpathSync(dirname(target)), readlinkSync(target));
    else if (found === undefined || found.isFile()) return target;
    else throw new IrregularFileError(`${basename(path)} is no regular file`);
  }
  throw new IrregularFileError(`${basename(path)} leads to no file`);
}
