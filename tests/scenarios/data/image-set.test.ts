import { describe, expect, it } from 'vitest';
import { imageSetFromBytes } from '../../../scenarios/data/image-set.ts';

const shape = { name: 'tiny', rows: 1, columns: 2, channels: 2, classes: 3 };
const bytes = Uint8Array.of(0, 1, 128, 255, 4, 5, 6, 7);
const labels = Uint8Array.of(2, 0);

describe('imageSetFromBytes', () => {
  it('scales every byte by 1/255 in single precision and counts by the labels', () => {
    const set = imageSetFromBytes({ ...shape, bytes, labels });
    expect(set.count).toBe(2);
    expect(set.pixels).toEqual(Float32Array.from(bytes, (byte) => byte / 255));
    expect(set.pixels[3]).toBe(1);
  });

  it('hashes content: equal for equal images, other for another pixel, label or shape', () => {
    const hash = (change: Partial<Parameters<typeof imageSetFromBytes>[0]>) =>
      imageSetFromBytes({ ...shape, bytes, labels, ...change }).sha256;
    const hashes = [
      hash({}),
      hash({ bytes: Uint8Array.from(bytes).fill(9, 5, 6) }),
      hash({ labels: Uint8Array.of(2, 1) }),
      hash({ rows: 2, columns: 1 }),
    ];
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hash({ name: 'other' })).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(4);
  });

  it('refuses sizes that disagree and labels that are no class', () => {
    expect(() => imageSetFromBytes({ ...shape, bytes: bytes.slice(1), labels })).toThrow(
      new RangeError('imageSetFromBytes: tiny must have 2 x 1 x 2 x 2 pixels, got 7'),
    );
    expect(() => imageSetFromBytes({ ...shape, bytes, labels: Uint8Array.of(0, 3) })).toThrow(
      new RangeError('imageSetFromBytes: tiny label 1 must be under 3, got 3'),
    );
  });
});
