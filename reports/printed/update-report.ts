import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { EngineName } from '../../core/measurement/engines.ts';
import type { Measurement } from '../../core/measurement/measurement.ts';
import { costKey } from '../../core/measurement/measurement.ts';
import { jsonCost } from '../../core/measurement/measurement-json.ts';
import type { Part } from '../../core/parts/part.ts';
import type { LayerLabel } from '../../core/trace/trace.ts';
import { bytes, counted } from '../writing/format.ts';
import { textTable } from '../writing/text-table.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../writing/wrapped-text.ts';

/** What differs from run to run of the same command: kept apart, so that all else can be compared byte by byte. */
export interface RunFigures {
  readonly engine: EngineName;
  /** Pricing of the cold update alone. */
  readonly engineSeconds: number;
  readonly seconds: number;
  readonly peakRssBytes: number;
}

/** One update measured, as `odometer trace --json` prints it. */
export function updateReport(measured: Measurement, run: RunFigures) {
  const { scenario, algorithm, layers, batch, ...options } = measured.about;
  return {
    ...(scenario === undefined ? { name: measured.name } : { scenario, algorithm, shape: layers, batch }),
    options,
    semantics: measured.semantics,
    granularity: measured.granularity,
    engine: run.engine,
    calls: measured.calls,
    reads: measured.reads,
    writes: measured.writes,
    macs: measured.macs,
    instructions: measured.instructions,
    ...(measured.elementBytes === ELEMENT_BYTES ? {} : { elementBytes: measured.elementBytes }),
    cost: {
      cold: jsonCost(measured.cost.cold),
      steady: measured.cost.steady === null ? null : jsonCost(measured.cost.steady),
    },
    phases: measured.phases,
    layers: measured.layers,
    ...(measured.iterations === undefined ? {} : { iterations: measured.iterations }),
    roles: measured.roles.map(({ instructions: _none, ...part }) => part),
    kernels: measured.kernels,
    operands: measured.operands.map(({ instructions: _none, ...part }) => part),
    ops: measured.ops,
    ...(measured.lines === undefined ? {} : { lines: measured.lines }),
    misses: measured.misses,
    peakLiveBytes: measured.peakLiveBytes,
    stateBytes: measured.stateElements * (measured.elementBytes ?? ELEMENT_BYTES),
    secondPassPenalty: measured.secondPassPenalty,
    waits: measured.waits,
    constantReads: measured.constantReads,
    warnings: measured.warnings,
    engineSeconds: run.engineSeconds,
    seconds: run.seconds,
    peakRssBytes: run.peakRssBytes,
  };
}

function formatCount(count: number | bigint): string {
  return count.toLocaleString('en-US');
}

/** One update measured, for people: totals, then where they come from. */
export function updateReportText(measured: Measurement, run: RunFigures): string {
  const at = costKey(measured);
  const total = Number(measured.cost.cold[at]);
  const steady = measured.cost.steady?.[at];
  const totals = [
    ['ByteDMD cost, cold', formatCount(measured.cost.cold[at])],
    ...(steady === undefined ? [] : [['ByteDMD cost, steady', formatCount(steady)]]),
    ['reads', formatCount(measured.reads)],
    ['multiply-accumulates', formatCount(measured.macs)],
    ['peak live bytes', `${formatCount(measured.peakLiveBytes)} (${bytes(measured.peakLiveBytes)})`],
    ['second-pass penalty', measured.secondPassPenalty === null ? '-' : measured.secondPassPenalty.toFixed(3)],
    ['engine', `${run.engine}, ${run.engineSeconds.toFixed(2)} s`],
  ];
  const about = Object.entries(measured.about).map(
    ([key, value]) => `${key} ${Array.isArray(value) ? value.join('-') : value}`,
  );
  const rows = <Row extends Part>(parts: readonly Row[], nameOf: (part: Row) => string) =>
    parts.map((part) => {
      const cost = part.cost[at];
      const share = total === 0 ? 0 : (100 * cost) / total;
      return [nameOf(part), formatCount(part.reads), formatCount(cost), `${share.toFixed(2)} %`];
    });
  const header = (what: string) => [what, 'reads', 'cost', 'share'];
  return [
    ...wrappedText(visibleText(`${measured.name}: ${about.join(', ')}`), TERMINAL_WIDTH, '  '),
    `${measured.semantics}, ${measured.granularity} granularity, ${measured.elementBytes === null ? 'their own bytes' : counted(measured.elementBytes, 'byte')} an element\n`,
    textTable([titleOf(measured.about), ''], totals),
    textTable(
      header('phase'),
      rows(measured.phases, ({ phase }) => phase),
    ),
    textTable(header('layer'), rows(measured.layers, layerTitle)),
    ...(measured.iterations === undefined
      ? []
      : [
          textTable(
            header('iteration'),
            rows(measured.iterations, (part) => `${part.iteration ?? 'none'}, layer ${layerTitle(part)}`),
          ),
        ]),
    textTable(
      header('role'),
      rows(measured.roles, ({ role }) => role),
    ),
    textTable(
      header('kernel'),
      rows(byCost(measured.kernels, at), ({ kernel }) => kernel),
    ),
    ...(measured.lines === undefined
      ? []
      : [
          textTable(
            header('line'),
            rows(byCost(measured.lines, at), ({ line }) => line ?? 'unknown'),
          ),
        ]),
  ].join('\n');
}

/** What costs most first. */
function byCost<Row extends Part>(parts: readonly Row[], at: ReturnType<typeof costKey>): Row[] {
  return [...parts].sort((a, b) => Number(b.cost[at]) - Number(a.cost[at]));
}

/** What the figures are of: a rule says what its program does, a function of a user's does not. */
function titleOf({ scenario, rule, work }: Measurement['about']): string {
  if (scenario === undefined && rule === undefined) return 'in all';
  return work === 'predict' ? 'one prediction' : 'one update';
}

/** Layers are counted from 1, or have a name. */
function layerTitle({ layer, layerName }: LayerLabel): string {
  return layer === null ? 'none' : visibleText(layerName ?? String(layer + 1));
}
