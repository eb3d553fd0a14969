import { type Measurement, PRICED_BYTES } from '../core/measurement/measurement.ts';
import { type MeasureOptions, measureUpdate } from '../instrument/measure-update.ts';
import type { NetworkShape } from './rule/network-shape.ts';
import type { Rule } from './rule/rule.ts';

/** What is told of one run of a part. */
export type ReadoutFigures = Pick<Measurement, 'about' | 'reads' | 'macs' | 'cost'>;

/** What fitting a readout costs, beside the updates of the network. */
export interface MeasuredReadout {
  readonly parts: readonly { readonly measurement: ReadoutFigures; readonly times: number }[];
  /** Of every run of every part, each cold, by bytes per element; exact. */
  readonly cost: Readonly<Record<string, bigint>>;
  readonly macs: bigint;
}

/**
 * Measures, once each, the programs that fit a rule's readout given `images` training images. null for a rule whose
 * updates learn the labels themselves. The total to an accuracy is the updates' cost and this one's, once.
 */
export function measureReadout(
  rule: Rule,
  shape: NetworkShape,
  images: number,
  options: MeasureOptions,
): MeasuredReadout | null {
  const programs = rule.readoutPrograms?.(shape, images);
  if (programs === undefined) return null;
  return summedReadout(
    programs.map(({ program, times }) => ({ measurement: measureUpdate(program, options).measurement, times })),
  );
}

/** What parts cost together, each run so many times. */
export function summedReadout(parts: MeasuredReadout['parts']): MeasuredReadout {
  const sumOf = (figure: (measurement: ReadoutFigures) => number | bigint): bigint =>
    parts.reduce((sum, { measurement, times }) => sum + BigInt(times) * BigInt(figure(measurement)), 0n);
  const costAt = (bytes: number) => sumOf(({ cost }) => cost.cold[bytes]);
  return {
    parts,
    cost: Object.fromEntries(PRICED_BYTES.map((bytes) => [String(bytes), costAt(bytes)])),
    macs: sumOf(({ macs }) => macs),
  };
}
