/**
 * The state of a run in a file, from which it goes on bit for bit. One line of JSON (what the run is, where it is, and
 * the sha256 of the rest), then the numbers themselves, in the machine's byte order: the network's state, the images
 * learned from, the orders of the epoch. A file is written beside its name and renamed, so that there is always a whole
 * one, also when the process is killed.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { InputError } from '../../core/input-error.ts';
import type { RandomState } from '../../core/numbers/random.ts';
import type { Evaluation } from './criterion.ts';
import { settingsDifference, type TrainingSettings } from './training-settings.ts';

const FORMAT = 'odometer-training-state/1';

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

const sums = z.object({ updates: z.number(), byName: z.record(z.string(), z.number()) });
const header = z.object({
  format: z.literal(FORMAT),
  settings: z.record(z.string(), z.unknown()),
  seed: z.number(),
  sha256: z.string(),
  network: z.array(z.number()),
  subset: z.number(),
  orders: z.array(z.number()),
  updates: z.number(),
  random: z.object({
    words: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    spareNormal: z.number().nullable(),
  }),
  position: z.number(),
  sinceEpoch: sums,
  sinceEvaluation: sums,
  epochs: z.array(
    z.object({
      epoch: z.number(),
      updates: z.number(),
      batches: z.number(),
      loss: z.array(z.number()),
      reported: z.record(z.string(), z.array(z.number())),
      testAccuracy: z.number(),
    }),
  ),
  curve: z.array(z.object({ updates: z.number(), correct: z.number(), loss: z.array(z.number()) })),
  seconds: z.number(),
});

/**
 * Writes a state into a folder that is there; what was in the file before is replaced at once. Throws InputError where
 * the folder does not allow it.
 */
export function writeCheckpoint(file: string, settings: TrainingSettings, seed: number, state: TrainingState): void {
  const { network, subset, orders, ...rest } = state;
  const body = Buffer.concat([...network, subset, ...orders].map(bytesOf));
  const head = {
    format: FORMAT,
    settings,
    seed,
    sha256: createHash('sha256').update(body).digest('hex'),
    network: network.map((array) => array.length),
    subset: subset.length,
    orders: orders.map((order) => order.length),
    ...rest,
  };
  const partial = `${file}.${process.pid}.part`;
  try {
    writeFileSync(partial, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]));
    renameSync(partial, file);
  } catch (error) {
    removeQuietly(partial);
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`${file}: the state of the run cannot be written (${code}); choose another --checkpoint-dir`);
  }
}

/**
 * The state in a file; null where there is none. Throws InputError where it is damaged, and where it is of another seed
 * or of other settings than these, saying what differs.
 */
export function readCheckpoint(file: string, settings: TrainingSettings, seed: number): TrainingState | null {
  const bytes = readIfThere(file);
  if (bytes === null) return null;
  const { settings: then, seed: seedThen, ...head } = parseHeader(bytes, file);
  const difference = settingsDifference(then, settings);
  if (difference !== '' || seedThen !== seed) {
    const what = difference === '' ? `seed was ${seedThen}, is ${seed}` : difference;
    throw new InputError(`${file}: is of a run with other settings: ${what}; use those, or start anew with --fresh`);
  }
  const { format: _, sha256, network, subset, orders, ...rest } = head;
  const lengths = [...network, subset, ...orders];
  const body = bytes.subarray(bytes.indexOf('\n') + 1);
  const wanted = 4 * lengths.reduce((sum, length) => sum + length, 0);
  if (body.length !== wanted || createHash('sha256').update(body).digest('hex') !== sha256) {
    throw new InputError(`${file}: is damaged, its ${body.length} bytes of state are not those written; use --fresh`);
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

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It was never made.
  }
}

function parseHeader(bytes: Buffer, file: string): z.infer<typeof header> {
  try {
    return header.parse(JSON.parse(bytes.subarray(0, bytes.indexOf('\n')).toString()));
  } catch {
    throw new InputError(`${file}: is not the state of a run (${FORMAT}), or is damaged; use --fresh to replace it`);
  }
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new InputError(
      `${file}: cannot be read (${code}); check its permissions, or choose another --checkpoint-dir`,
    );
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
