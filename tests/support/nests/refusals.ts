import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { nest } from '../../../instrument/nests/nest.ts';
import type { NestTensor, ReadTensor } from '../../../instrument/nests/recording/nest-tensor.ts';
import { input, output } from '../../../instrument/nests/tensor-declaration.ts';

/** The tensors that every faulty body is given: a has 8 elements, m 8 rows of 8, c is written and has 8 elements. */
export interface Given {
  readonly a: ReadTensor;
  readonly m: ReadTensor;
  readonly c: NestTensor;
}

/** Faulty bodies by name, each with a part of the message that it gets. */
export type Faults = Readonly<Record<string, readonly [body: (given: Given) => void, message: string]>>;

/**
 * A test for each fault: it is refused by an InputError of one line, which begins with the line of `file` that ends in
 * `// fault`, the first after the fault's name, or with the line before where that stands alone.
 */
export function testRefusals(file: string, faults: Faults): void {
  const source = readFileSync(file, 'utf8').split('\n');
  const lineOf = (name: string): number => {
    const entry = source.findIndex((line) => line.startsWith(`  '${name}': [`));
    const at = source.findIndex((line, index) => index > entry && line.endsWith('// fault'));
    return source[at].trim() === '// fault' ? at : at + 1;
  };
  test.each(Object.entries(faults))('%s is refused, with the line it is on', (name, [body, message]) => {
    const refused = faultOf(body);
    expect(refused).toBeInstanceOf(InputError);
    expect(refused.message).toContain(message);
    expect(refused.message.slice(0, file.length + 5)).toContain(`${file}:${lineOf(name)}:`);
    expect(refused.message).not.toContain('\n');
  });
}

function faultOf(body: (given: Given) => void): Error {
  try {
    nest({ a: input([8]), m: input([8, 8]), c: output([8]) }, body);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return new Error('nothing was refused');
}
