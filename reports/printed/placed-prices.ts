import { withPlace } from '../../core/input-error.ts';
import type { EngineName } from '../../core/measurement/engines.ts';
import { programDisagreement } from '../../core/measurement/verification.ts';
import { jsonInteger } from '../../core/numbers/exact-integer.ts';
import { parsePlaced } from '../../core/placement/placed-program.ts';
import type { Granularity, Semantics } from '../../core/trace/trace.ts';
import { exactDigits } from '../writing/format.ts';
import { textTable } from '../writing/text-table.ts';
import { engineOfPrograms, type FilePrices, programsTable } from './priced-file.ts';
import { priceProgram } from './program-prices.ts';

/** How the same operations are priced on a stack, beside. */
export interface StackPricing {
  readonly semantics: readonly Semantics[];
  readonly bytes: readonly number[];
  readonly engine: EngineName;
  readonly granularity: Granularity;
}

/** The prices of an `.ir` text: where its values are, and on a stack. Throws InputError, starting with `file`, on what is none. */
export function placedFilePrices(text: string, file: string, on: StackPricing): FilePrices {
  const { cost, reads, maxAddress, program } = parsePlaced(text, file);
  const priced = withPlace(file, () =>
    priceProgram(program, on.semantics, on.bytes, engineOfPrograms(on.engine), on.granularity),
  );
  const placed = { cost: jsonInteger(cost), reads, maxAddress };
  const table = textTable(
    ['placed program', 'cost', 'reads', 'highest address'],
    [[file, exactDigits(cost), exactDigits(reads), exactDigits(maxAddress)]],
  );
  return { json: { placed, programs: [priced] }, text: `${table}\n${programsTable([priced], on.bytes)}`, warnings: [] };
}

/** The first read in which two engines differ, or null. Throws InputError as pricing does. */
export function placedFileDisagreement(text: string, file: string, on: StackPricing): string | null {
  const { program } = parsePlaced(text, file);
  for (const semantics of on.semantics) {
    const found = withPlace(file, () =>
      programDisagreement(program, engineOfPrograms(on.engine), semantics, on.granularity),
    );
    if (found !== null) return `${semantics}: ${found}`;
  }
  return null;
}
