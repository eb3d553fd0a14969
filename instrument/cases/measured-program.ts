import { logBins } from '../../core/cost/curves.ts';
import { memoryLevels } from '../../core/levels/memory-levels.ts';
import { measure } from '../../core/measurement/measure.ts';
import type { ProgramMeasurement } from '../../core/measurement/program-measurement.ts';
import { requireExactCost } from '../../core/parts/part.ts';
import type { ProgramPart } from '../../core/parts/program-parts.ts';
import type { Program } from '../../core/programs/program.ts';
import type { CaseFigures, CasePart, CaseParts, CaseSettings } from './case-figures.ts';
import { missesAt } from './case-figures.ts';
import { programDigest, programOperationsDigest } from './digest.ts';

/** Said where lines are asked for. */
const NO_LINES = 'results of plain loops lie nowhere: no lines are told of them';

/** The figures of a scalar program at the bytes that the settings say. */
export function measureProgramCase(program: Program, settings: CaseSettings): CaseFigures {
  const { semantics, granularity, bytes, line } = settings;
  const measured = measure(program, { semantics, granularity, bytes: [bytes] });
  return {
    bytes,
    reads: measured.reads,
    cost: measured.cost.cold[bytes],
    peakBytes: measured.peakLiveCells * bytes,
    macs: null,
    misses: missesAt(measured.histogram, bytes),
    levels: memoryLevels(measured.histogram, bytes, settings.levels),
    floor: null,
    whyNoFloor: 'plain loops are not seen to add up products',
    placed: null,
    digest: programDigest(program),
    operationsDigest: programOperationsDigest(program),
    by: partsOf(measured, bytes),
    histogram: logBins(measured.histogram),
    warnings: [...measured.warnings, ...(line === undefined ? [] : [NO_LINES])],
  };
}

/** Each adds up to all reads; what the returned values are read for at the end is in none of the lines. */
function partsOf({ name: program, operands, ops, lines }: ProgramMeasurement, bytes: number): CaseParts {
  const named = <Part extends ProgramPart>(parts: readonly Part[], nameOf: (part: Part) => string): CasePart[] =>
    parts.map((part) => {
      const [name, cost] = [nameOf(part), Number(part.cost[bytes])];
      requireExactCost(`${program}: ${name}`, cost);
      return { name, reads: part.reads, cost };
    });
  return {
    operand: named(operands, (part) => part.operand),
    op: named(ops, (part) => part.op),
    ...(lines === undefined ? {} : { line: named(lines, (part) => part.line ?? 'unknown') }),
  };
}
