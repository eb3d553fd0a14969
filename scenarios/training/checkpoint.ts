/**
 * The state of a run in a file, from which it goes on bit for bit. One line of JSON (the sha256 of all that follows it,
 * what the run is, where it is), then the numbers themselves, in the machine's byte order: the network's state, the
 * images learned from, the orders of the epoch. The file is replaced as a whole, so that there is always a whole one,
 * also when the process is killed.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../core/input-error.ts';
import type { RandomState } from '../../core/numbers/random.ts';
import { writableInstead } from '../files/cache-folder.ts';
import { writeWholeFile } from '../files/whole-file.ts';
import type { Evaluation } from './criterion.ts';
import { changedFile, importsOf, settingsDifference, type TrainingSettings } from './training-settings.ts';

const FORMAT = 'odometer-training-state/2';
/** Its checksum was of the numbers alone: a bit flipped in its first line could change the run unseen. */
const UNCHECKED_FORMAT = 'odometer-training-state/1';

/** How a file begins, and how its first line goes on after the checksum. */
const START = `{"format":"${FORMAT}","sha256":"`;
const SHA256_DIGITS = 64;

/** Sums over updates of what the host read, by name, and over how many updates. */
export interface Sums {
  readonly updates: number;
  readonly byName: Readonly<Record<string, number>>;
}

/** An evaluation, and the mean losses of the updates since the one before. */
export interface CurvePoint extends Evaluation {
  readonly loss: readonly number[];
}

export interface EpochRecord {
  readonly epoch: number;
  /** Updates made up to the end of this epoch. */
  readonly updates: number;
  /** Updates of this epoch; the means are over them. */
  readonly batches: number;
  /** Mean loss of each layer, from the first; one number where the rule has one loss. */
  readonly loss: readonly number[];
  /** What else the update reports, by name, each from the first layer: mean goodness of positives and negatives. */
  readonly reported: Readonly<Record<string, readonly number[]>>;
  readonly testAccuracy: number;
}

/** All that the rest of a run depends on, and what it has recorded so far. */
export interface TrainingState {
  /** In the order of the update's state. */
  readonly network: readonly Float32Array[];
  /** Updates made; the optimiser's step. */
  readonly updates: number;
  readonly random: RandomState;
  /** The training images learned from, in order of drawing. */
  readonly subset: Int32Array;
  /** The orders of the epoch under way; empty between epochs. */
  readonly orders: readonly Int32Array[];
  /** How many images of the epoch under way have been learned from. */
  readonly position: number;
  readonly sinceEpoch: Sums;
  readonly sinceEvaluation: Sums;
  readonly epochs: readonly EpochRecord[];
  readonly curve: readonly CurvePoint[];
  /** Time spent on the run so far, in whatever processes. */
  readonly seconds: number;
}

const count = z.int().nonnegative();
const word = z.int().min(0).max(0xffffffff);
const share = z.number().min(0).max(1);
const losses = z.array(z.number());
const sums = z.strictObject({ updates: count, byName: z.record(z.string(), z.number()) });
const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  sha256: z.string(),
  settings: z.record(z.string(), z.unknown()),
  /** By file of a user's that defines the rule or the task: SHA-256 of what it imports. */
  imports: z.record(z.string(), z.record(z.string(), z.string())).exactOptional(),
  seed: count,
  network: z.array(count),
  subset: count,
  orders: z.array(count),
  updates: count,
  random: z.strictObject({
    words: z.tuple([word, word, word, word]).refine((words) => words.some((one) => one !== 0)),
    spareNormal: z.number().nullable(),
  }),
  position: count,
  sinceEpoch: sums,
  sinceEvaluation: sums,
  epochs: z.array(
    z.strictObject({
      epoch: count,
      updates: count,
      batches: count,
      loss: losses,
      reported: z.record(z.string(), losses),
      testAccuracy: share,
    }),
  ),
  curve: z.array(z.strictObject({ updates: count, correct: count, loss: losses })),
  seconds: z.number().nonnegative(),
});

/** As often may another process that ends the same run remove the folder while the state is written into it. */
const ATTEMPTS = 20;

/**
 * Writes a state into a file; what was in it before is replaced at once. The folder is made where only it is missing:
 * another process that made the same run may have removed it with its own state. Throws InputError where the folder does
 * not allow it.
 */
export function writeCheckpoint(file: string, settings: TrainingSettings, seed: number, state: TrainingState): void {
  const { network, subset, orders, ...rest } = state;
  const lengths = {
    network: network.map((array) => array.length),
    subset: subset.length,
    orders: orders.map((order) => order.length),
  };
  const checked = Buffer.concat([
    Buffer.from(`",${JSON.stringify({ settings, ...importsOf(settings), seed, ...lengths, ...rest }).slice(1)}\n`),
    ...[...network, subset, ...orders].map(bytesOf),
  ]);
  const content = Buffer.concat([Buffer.from(`${START}${sha256Of(checked)}`), checked]);
  for (let attempt = 1; ; attempt++) {
    try {
      makeStateFolder(dirname(file));
      writeWholeFile(file, content);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' && attempt < ATTEMPTS) continue;
      throw new InputError(
        `${file}: the state of the run cannot be written (${code}); make room, or ${writableInstead(file)}`,
      );
    }
  }
}

function makeStateFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * The state in a file; null where there is none. Throws InputError where a bit of it is not as it was written, and where
 * it is of another seed or of other settings than these, saying what differs. `startAnew` ends each message.
 */
export function readCheckpoint(
  file: string,
  settings: TrainingSettings,
  seed: number,
  startAnew: string,
): TrainingState | null {
  const bytes = readIfThere(file);
  if (bytes === null) return null;
  const { header, body } = checkedParts(bytes, file, startAnew);
  const { settings: then, imports = {}, seed: seedThen, ...read } = header;
  const { format: _, sha256: __, network, subset, orders, ...rest } = read;
  const changed = changedFile(then.definedIn, imports, settings);
  if (changed !== undefined) {
    throw new InputError(`${changed}: was changed since ${file} was written; put it back, or ${startAnew}`);
  }
  const difference = settingsDifference(then, settings);
  if (difference !== '' || seedThen !== seed) {
    const what = difference === '' ? `seed was ${seedThen}, is ${seed}` : difference;
    throw new InputError(`${file}: is of a run with other settings: ${what}; use those, or ${startAnew}`);
  }
  const lengths = [...network, subset, ...orders];
  if (body.length !== 4 * lengths.reduce((sum, length) => sum + length, 0)) {
    throw damaged(file, 'its first line tells of other numbers than follow it', startAnew);
  }
  const aligned = new Uint8Array(body).buffer;
  let offset = 0;
  const take = <T>(make: new (buffer: ArrayBuffer, offset: number, length: number) => T, length: number): T => {
    offset += 4 * length;
    return new make(aligned, offset - 4 * length, length);
  };
  return {
    network: network.map((length) => take(Float32Array, length)),
    subset: take(Int32Array, subset),
    orders: orders.map((length) => take(Int32Array, length)),
    ...rest,
  };
}

/** A state of which a part is not as it was written, or contradicts another. */
export function damaged(file: string, what: string, startAnew: string): InputError {
  return new InputError(`${file}: is damaged: ${what}; ${startAnew}`);
}

/** The first line and the numbers of a file whose checksum is right. */
function checkedParts(
  bytes: Buffer,
  file: string,
  startAnew: string,
): { header: z.infer<typeof headerSchema>; body: Buffer } {
  if (bytes.subarray(0, START.length).toString('latin1') !== START) throw notOfThisFormat(bytes, file, startAnew);
  const checked = bytes.subarray(START.length + SHA256_DIGITS);
  const sha256 = bytes.subarray(START.length, START.length + SHA256_DIGITS).toString('latin1');
  if (sha256Of(checked) !== sha256) throw damaged(file, `its ${bytes.length} bytes are not those written`, startAnew);
  const lineEnd = bytes.indexOf('\n');
  try {
    const header = headerSchema.parse(JSON.parse(bytes.subarray(0, lineEnd).toString()));
    return { header, body: bytes.subarray(lineEnd + 1) };
  } catch {
    throw damaged(file, 'its first line says what no run can have come to', startAnew);
  }
}

function notOfThisFormat(bytes: Buffer, file: string, startAnew: string): InputError {
  if (!bytes.subarray(0, START.length).includes(UNCHECKED_FORMAT)) {
    return new InputError(`${file}: is not the state of a run (${FORMAT}), or is damaged; ${startAnew}`);
  }
  return new InputError(
    `${file}: is a state of an earlier version (${UNCHECKED_FORMAT}), whose first line no checksum covers; ${startAnew}`,
  );
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new InputError(`${file}: cannot be read (${code}); give access to it, or ${writableInstead(file)}`);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
