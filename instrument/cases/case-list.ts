import { choiceOf, describe, InputError } from '../../core/input-error.ts';
import { Random } from '../../core/numbers/random.ts';
import { type BodyKind, type CaseBody, isCaseBody, kindOfBody } from './case-body.ts';

/** Parameters of a case, by name: extents, block widths. Numbers, so that a case has one spelling. */
export type Sizes = Readonly<Record<string, number>>;

/** What a body may use beside its sizes. */
export interface CaseTools {
  /** A generator of its own for every case, seeded by `--seed`: the same numbers in every run. */
  readonly random: Random;
}

/** A kernel to measure: under a name, once for each of its sizes. */
export interface CaseDefinition<S extends Sizes = Sizes> {
  readonly name: string;
  /** Default: once, without sizes. */
  readonly sizes?: readonly S[];
  /** What is measured: of `nest`, `scalarProgram`, `tensorProgram` or `savedTrace`. */
  readonly body: (sizes: S, tools: CaseTools) => CaseBody;
}

/** A case at one row of its sizes. */
export interface KernelCase {
  readonly name: string;
  readonly sizes: Sizes;
  /** `matmul n=64`. Unique in its file. */
  readonly label: string;
  /** The body at these sizes, everything random in it drawn from `seed`. */
  build(seed: number): CaseBody;
}

/** What `cases` makes: what a case file exports. */
export class CaseList {
  readonly cases: readonly KernelCase[];

  constructor(cases: readonly KernelCase[]) {
    this.cases = cases;
  }
}

const OWN = ['name', 'sizes', 'body'] as const;

/**
 * The cases of a file, for `export default`: `odometer bench` measures each at each of its sizes. Throws InputError, naming
 * the case, on two of one name and sizes, on sizes that are no finite numbers, and on what is no case.
 */
export function cases<T extends readonly Sizes[]>(
  ...definitions: { readonly [K in keyof T]: CaseDefinition<T[K]> }
): CaseList {
  const made = definitions.flatMap((definition, index) => expanded(definition, `cases: case ${index + 1}`));
  const labels = new Set<string>();
  for (const { label } of made) {
    if (labels.has(label)) throw new InputError(`cases: there are two cases "${label}"; give one another name`);
    labels.add(label);
  }
  return new CaseList(made);
}

function expanded(definition: CaseDefinition, place: string): KernelCase[] {
  if (typeof definition !== 'object' || definition === null) {
    throw new InputError(`${place}: got ${describe(definition)}; give { name, sizes, body }`);
  }
  for (const name of Object.keys(definition)) choiceOf(`${place}: property`, name, OWN);
  const { name, sizes = [{}], body } = definition;
  requireName(name, place);
  if (typeof body !== 'function') {
    const given: unknown = body;
    const made = kindOfBody(given);
    const got = made === null ? describe(given) : `what ${MAKERS[made]} gives; write body: () => ${MAKERS[made]}(...)`;
    throw new InputError(`${place} "${name}": body must be a function of the sizes, got ${got}`);
  }
  if (!Array.isArray(sizes) || sizes.length === 0) {
    throw new InputError(
      `${place} "${name}": sizes must be a list like [{ n: 64 }], got ${Array.isArray(sizes) ? 'an empty one' : describe(sizes)}`,
    );
  }
  return sizes.map((row: Sizes) => {
    requireSizes(row, `${place} "${name}"`);
    const label = [name, ...Object.entries(row).map(([size, value]) => `${size}=${value}`)].join(' ');
    const build = (seed: number): CaseBody => builtBody(label, () => body(row, { random: new Random(seed) }));
    return { name, sizes: row, label, build };
  });
}

/** What makes a body of each kind. */
const MAKERS: Readonly<Record<BodyKind, string>> = {
  nest: 'nest',
  loops: 'scalarProgram',
  tensors: 'tensorProgram',
  file: 'savedTrace',
};

/** Names stand in lines of baselines, between other things. */
function requireName(name: unknown, place: string): void {
  if (typeof name === 'string' && /^[^\s|>](?:[^\n\r|>\p{Cc}\p{Cf}]*[^\s|>])?$/u.test(name)) return;
  throw new InputError(`${place}: name must be a text of one line without | or >, got ${describe(name)}`);
}

function requireSizes(row: unknown, place: string): void {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new InputError(`${place}: sizes are objects like { n: 64 }, got ${describe(row)}`);
  }
  for (const [size, value] of Object.entries(row)) {
    if (!/^\w+$/.test(size)) throw new InputError(`${place}: size "${size}" must be a word, such as n`);
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new InputError(`${place}: size ${size} must be a number, got ${describe(value)}`);
    }
  }
}

function builtBody(label: string, build: () => CaseBody): CaseBody {
  const body: unknown = build();
  if (isCaseBody(body)) return body;
  throw new InputError(
    `case "${label}": its body returned ${describe(body)}; return what nest, scalarProgram, tensorProgram or ` +
      'savedTrace gives',
  );
}
