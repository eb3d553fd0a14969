import type { PlantedBug } from '../planted-bug.ts';

const RANDOM = {
  file: 'tests/random/random-program.test.ts',
  name: 'every engine prices them alike, in every way, and loops are skipped',
};
const KEYS = { file: 'tests/core/programs/cell-keys.test.ts', name: 'are those that were given and not taken' };
const OPERANDS = {
  file: 'tests/instrument/scalars/operand-pages.test.ts',
  name: 'are the cells that they were, near and far',
};

/** Bugs of what long scalar programs, and many short traces, are taken down and priced with. */
export const PROGRAM_BUGS: readonly PlantedBug[] = [
  {
    what: 'last uses of one granularity are taken for those of the other',
    file: 'core/element-engine/last-uses.ts',
    text: 'const known = KNOWN[granularity].get(trace);',
    replacement: 'const known = KNOWN.register.get(trace) ?? KNOWN.scalar.get(trace);',
    test: {
      file: 'tests/core/element-engine/priced-again.test.ts',
      name: 'a trace is priced as the first time, whatever it was priced at before',
    },
  },
  {
    what: 'events are lost where their batch grows',
    file: 'core/element-engine/event-batch.ts',
    text: '    this.flush();\n    const { length } = this.data;',
    replacement: '    this.end = 0;\n    const { length } = this.data;',
    test: RANDOM,
  },
  {
    what: 'a longer sweep has only as much room as the one before',
    file: 'core/stack/stream-sweep.ts',
    text: 'if (length >= records) continue;',
    replacement: 'if (length > 0) continue;',
    test: {
      file: 'tests/core/run-engine/records/swept-records.test.ts',
      name: 'records that take single elements of what lies in columns are priced together',
    },
  },
  {
    what: 'a key that is brought to the top is renumbered twice',
    file: 'core/stack/lru-stack.ts',
    text: 'this.nextStamp = next;',
    replacement: 'this.nextStamp = this.held;',
    test: { file: 'tests/core/stack/lru-stack.test.ts', name: 'LruStack equals the list on any sequence of calls' },
  },
  {
    what: 'keys of cells are forgotten where another page is begun',
    file: 'core/programs/cell-keys.ts',
    text: 'if (held === 0) this.giveUp(this.open, page);',
    replacement: 'this.giveUp(this.open, page);',
    test: KEYS,
  },
  {
    what: 'a page of keys is kept by cells that have none',
    file: 'core/programs/cell-keys.ts',
    text: 'if (this.held[page] === 0) this.giveUp(place, page);',
    replacement: '',
    test: { ...KEYS, name: 'take room for the cells alone that have them at once' },
  },
  {
    what: 'a cell of a byte ago is taken for one of long ago',
    file: 'instrument/scalars/operand-pages.ts',
    text: 'if (ago < NEAR) {',
    replacement: 'if (ago <= NEAR) {',
    test: OPERANDS,
  },
  {
    what: 'operands beside others are told from those that were read last of all',
    file: 'instrument/scalars/operand-pages.ts',
    text: 'const latest = this.latest.fill(0);',
    replacement: 'const { latest } = this;',
    test: OPERANDS,
  },
  {
    what: 'an operand that does not fit on a page is cut off',
    file: 'instrument/scalars/operand-pages.ts',
    text: 'if (this.used + FAR_BYTES > this.page.length) this.turnPage();',
    replacement: 'if (this.used === this.page.length) this.turnPage();',
    test: OPERANDS,
  },
  {
    what: 'costs of small depths are those of another size',
    file: 'core/cost/tally.ts',
    text: 'const near = nearCosts(width);',
    replacement: 'const near = nearCosts(ELEMENT_BYTES);',
    test: {
      file: 'tests/core/cost/tally.test.ts',
      name: 'reads that are told together cost what they do one by one, near and far, at any size',
    },
  },
  {
    what: 'the first deep reads of a part are shallow ones of the next',
    file: 'core/parts/read-counts.ts',
    text: 'depth < SHALLOW)',
    replacement: 'depth <= SHALLOW)',
    test: { file: 'tests/core/parts/read-counts.test.ts', name: 'are those of each part, at any depth' },
  },
  {
    what: 'a repeat of an only other operand is not told',
    file: 'core/programs/cell-lives.ts',
    text: '(end - start === 2 && reads[start] === reads[start + 1])',
    replacement: 'false',
    test: {
      file: 'tests/core/programs/semantics.test.ts',
      name: 'two-stack equals its definition on any program, with either stack',
    },
  },
  {
    what: 'operations of a kind are all counted at the line of its first',
    file: 'core/parts/program-parts.ts',
    text: 'if (this.latestSource[kind] !== source) {',
    replacement: 'if (this.latestSource[kind] === UNMET) {',
    test: { file: 'tests/instrument/scalars/lines.test.ts', name: 'reads and cost are told by line, which add up' },
  },
  {
    what: 'registers that are read count as reads',
    file: 'core/measurement/program-pricing.ts',
    text: "if (granularity === 'register') for",
    replacement: "if (granularity === 'scalar') for",
    test: { file: 'tests/instrument/scalars/register.test.ts', name: 'whose sums are in its result reads these too' },
  },
];
