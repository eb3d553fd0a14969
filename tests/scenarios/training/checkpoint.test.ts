import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { Random } from '../../../core/numbers/random.ts';
import { readCheckpoint, type TrainingState, writeCheckpoint } from '../../../scenarios/training/checkpoint.ts';
import { smallTask } from '../../support/training/small-training.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-state-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { settings } = smallTask();

function someState(): TrainingState {
  const random = new Random(5);
  random.normal();
  return {
    network: [Float32Array.of(1, -0, 1e-40, Math.PI), new Float32Array(0), Float32Array.of(7)],
    updates: 12,
    random: random.state(),
    subset: Int32Array.of(4, 2, 0),
    orders: [Int32Array.of(2, 0, 1), Int32Array.of(1, 2, 0)],
    position: 2,
    sinceEpoch: { updates: 3, byName: { loss0: 0.1 + 0.2, loss1: 1 / 3 } },
    sinceEvaluation: { updates: 0, byName: {} },
    epochs: [{ epoch: 1, updates: 9, batches: 9, loss: [0.5, 1e-7], reported: { x: [1, 2] }, testAccuracy: 0.25 }],
    curve: [{ updates: 4, correct: 17, loss: [0.75] }],
    seconds: 1.5,
  };
}

function writtenFile(name: string): string {
  const file = join(folder, name);
  writeCheckpoint(file, settings, 3, someState());
  return file;
}

/** The message of the InputError that `run` throws; null where it throws none. */
function messageOf(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

function refusal(run: () => unknown): string {
  return messageOf(run) ?? 'not refused';
}

test('what is read is what was written, to the last bit', () => {
  const file = writtenFile('whole.state');
  expect(readCheckpoint(file, settings, 3, 'start anew')).toEqual(someState());
  expect(Object.is(readCheckpoint(file, settings, 3, 'start anew')?.network[0][1], -0)).toBe(true);
});

test('nothing but the file is left, and there is nothing where nothing was written', () => {
  const file = writtenFile('a.state');
  writeCheckpoint(file, settings, 3, { ...someState(), updates: 13 });
  expect(readCheckpoint(file, settings, 3, 'start anew')?.updates).toBe(13);
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  expect(readCheckpoint(join(folder, 'absent.state'), settings, 3, 'start anew')).toBeNull();
});

test.each([
  ['batch', smallTask({ batch: 8 }).settings, 3, 'batch was 16, is 8'],
  ['learning rate', smallTask({ options: { learningRate: 0.01 } }).settings, 3, 'learningRate was 0.003, is 0.01'],
  ['an option', smallTask({ options: { jitter: true } }).settings, 3, 'jitter was default, is true'],
  ['rule', smallTask({ algorithm: 'bp' }).settings, 3, 'algorithm was ff, is bp'],
  ['shape', smallTask({ shape: { layers: [36, 9, 8], classes: 4 } }).settings, 3, 'layers was 36,8,8, is 36,9,8'],
  ['data', { ...settings, trainSha256: 'ab' }, 3, `trainSha256 was ${settings.trainSha256}, is ab`],
  ['seed', settings, 4, 'seed was 3, is 4'],
])('a state of another %s is refused, naming the difference', (_, now, seed, difference) => {
  const file = writtenFile('b.state');
  const message = refusal(() => readCheckpoint(file, now, seed, 'start anew'));
  expect(message).toContain(file);
  expect(message).toContain(`: ${difference};`);
});

test('every difference is named', () => {
  const now = smallTask({ batch: 8, evaluateEvery: 7 }).settings;
  expect(refusal(() => readCheckpoint(writtenFile('c.state'), now, 3, 'start anew'))).toContain(
    'batch was 16, is 8; evaluateEvery was 4, is 7',
  );
});

describe('a damaged file is refused', () => {
  test.each([
    ['cut in its numbers', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ['cut in its first line', (bytes: Buffer) => bytes.subarray(0, 40)],
    ['empty', () => Buffer.alloc(0)],
    [
      'with one bit changed',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.of(bytes[bytes.length - 1] ^ 1)]),
    ],
    ['of something else', () => Buffer.from('{"format":"other"}\n')],
  ])('%s', (_, damage) => {
    const file = writtenFile('d.state');
    writeFileSync(file, damage(readFileSync(file)));
    const message = refusal(() => readCheckpoint(file, settings, 3, 'start anew'));
    expect(message).toMatch(/damaged/);
    expect(message).toContain('start anew');
    expect(message).not.toContain('\n');
  });

  test('with any bit of its first line changed, naming the file', () => {
    const file = writtenFile('bits.state');
    const whole = readFileSync(file);
    const end = whole.indexOf('\n');
    expect(end).toBeGreaterThan(500);
    const descriptor = openSync(file, 'r+');
    const unseen: number[] = [];
    for (let bit = 0; bit < 8 * (end + 1); bit++) {
      const at = bit >> 3;
      writeSync(descriptor, Uint8Array.of(whole[at] ^ (1 << (bit & 7))), 0, 1, at);
      if (!messageOf(() => readCheckpoint(file, settings, 3, 'start anew'))?.startsWith(`${file}: is `))
        unseen.push(bit);
      writeSync(descriptor, whole, at, 1, at);
    }
    closeSync(descriptor);
    expect(unseen).toEqual([]);
    expect(readCheckpoint(file, settings, 3, 'start anew')).toEqual(someState());
  });

  test('whose first line no run can have come to, though the checksum is right', () => {
    const file = join(folder, 'nonsense.state');
    const nonsense: Partial<TrainingState>[] = [
      { updates: -1 },
      { updates: 1e308 },
      { position: 0.5 },
      { random: { words: [0, 0, 0, 0], spareNormal: null } },
      { random: { words: [1, 2, 3, 1e300], spareNormal: null } },
      { curve: [{ updates: 4, correct: -1, loss: [] }] },
      { seconds: -1 },
    ];
    for (const change of nonsense) {
      writeCheckpoint(file, settings, 3, { ...someState(), ...change });
      expect(refusal(() => readCheckpoint(file, settings, 3, 'start anew'))).toContain(
        `${file}: is damaged: its first line says what no run can have come to`,
      );
    }
  });
});

test('a state whose first line no checksum covers is refused as one of an earlier version', () => {
  const file = writtenFile('old.state');
  const first = { format: 'odometer-training-state/1', settings, seed: 3, sha256: 'ab', network: [], updates: 0 };
  writeFileSync(file, `${JSON.stringify(first)}\n`);
  expect(refusal(() => readCheckpoint(file, settings, 3, 'start anew'))).toBe(
    `${file}: is a state of an earlier version (odometer-training-state/1), whose first line no checksum covers; start anew`,
  );
});

test('a state is written also where its folder was removed meanwhile', () => {
  const file = join(folder, 'removed', 'f.state');
  writeCheckpoint(file, settings, 3, someState());
  rmSync(join(folder, 'removed'), { recursive: true });
  writeCheckpoint(file, settings, 3, someState());
  expect(readCheckpoint(file, settings, 3, 'start anew')).toEqual(someState());
});

test('a folder that takes no file is refused', () => {
  const file = join(writtenFile('e.state'), 'below-a-file.state');
  expect(refusal(() => writeCheckpoint(file, settings, 3, someState()))).toContain('cannot be written');
});
