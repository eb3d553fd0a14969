import type { PlantedBug } from './planted-bug.ts';

const PROGRAM = 'tests/core/element-engine/element-engine.test.ts';
const KERNELS = 'tests/core/run-engine/run-engine.test.ts';

/** Bugs of core/element-engine and core/stack. */
export const ELEMENT_AND_STACK_BUGS: readonly PlantedBug[] = [
  {
    what: 'a version does not end where it is overwritten',
    file: 'core/element-engine/version-uses.ts',
    text: 'if (latest[written] > NOTHING) bits.set(latest[written]);',
    replacement: '',
    test: { file: PROGRAM, name: 'as the program it stands for, under eager' },
  },
  {
    what: 'a result that nobody reads enters the stack',
    file: 'core/element-engine/element-pricer.ts',
    text: 'if (written !== CONSTANT && (isClassic || bits.isSet(byte, bit))) this.write(written);',
    replacement: 'if (written !== CONSTANT) this.write(written);',
    test: { file: PROGRAM, name: 'as the program it stands for, under eager' },
  },
  {
    what: 'an argument that is written before it is read lies on the first stack',
    file: 'core/element-engine/last-uses.ts',
    text: 'argumentIsUsed: (value, element) => bits.has((givenAt.get(value) ?? Number.NaN) + element),',
    replacement: 'argumentIsUsed: () => true,',
    test: { file: 'tests/core/element-engine/in-place.test.ts', name: 'has no place' },
  },
  {
    what: 'locals are stack cells at register granularity too',
    file: 'core/element-engine/expansion.ts',
    text: "const hasPlace = this.context.granularity !== 'register';",
    replacement: 'const hasPlace = true;',
    test: { file: 'tests/scenarios/golden-traces.test.ts', name: 'disk-ring bp, register, eager' },
  },
  {
    what: 'an argument costs its place after it was read, too',
    file: 'core/element-engine/element-pricer.ts',
    text: "return this.semantics === 'eager' || this.stack.has(key) ? this.stack.depthOf(key) : this.position[address];",
    replacement:
      "return this.semantics === 'eager' || this.position[address] === 0 ? this.stack.depthOf(key) : this.position[address];",
    test: { file: PROGRAM, name: 'as the program it stands for, under two-stack' },
  },
  {
    what: 'reads of a batch all go to the slice of its first',
    file: 'core/element-engine/element-pricer.ts',
    text: 'for (; at < end && data[at + 1] === slice; instructions++) {',
    replacement: 'for (; at < end; instructions++) {',
    test: { file: 'tests/core/run-engine/run-engine.test.ts', name: 'for random kernels, under eager' },
  },
  {
    what: 'accesses of a batch are told apart within a byte only',
    file: 'core/element-engine/element-pricer.ts',
    text: 'byte += bit >>> 3;',
    replacement: '',
    test: { file: PROGRAM, name: 'as the program it stands for, under eager' },
  },
  {
    what: 'operands of one instruction are priced one after the other',
    file: 'core/element-engine/element-pricer.ts',
    text: "this.isSequential = semantics === 'ir-live' || semantics === 'ir-classic';",
    replacement: "this.isSequential = semantics !== 'eager';",
    test: { file: PROGRAM, name: 'as the program it stands for, under two-stack' },
  },
  {
    what: 'a depth counts no key of the word that is being filled',
    file: 'core/stack/lru-stack.ts',
    text: 'if (word === this.nextStamp >>> 5) return fromStampOn;',
    replacement: 'if (word === this.nextStamp >>> 5) return 1;',
    test: { file: 'tests/core/stack/lru-stack.test.ts', name: 'LruStack equals the list on any sequence of calls' },
  },
  {
    what: 'a renumbered LRU stack forgets its order',
    file: 'core/stack/lru-stack.ts',
    text: '31 - Math.clz32(rest & -rest)];',
    replacement: '31 - Math.clz32(rest)];',
    test: { file: 'tests/core/stack/lru-stack.test.ts', name: 'every depth is right after the stack has grown far' },
  },
  {
    what: 'a depth in a block counts its own record',
    file: 'core/stack/block-stack.ts',
    text: '(this.records[block] - 1 - record) * this.width[block];',
    replacement: '(this.records[block] - record) * this.width[block];',
    test: { file: KERNELS, name: 'for random kernels, under eager' },
  },
  {
    what: 'a group of slots that is spread forgets the tree',
    file: 'core/stack/slot-order.ts',
    text: 'if (sum !== sums[g]) this.addToSums(first + g, sum - sums[g]);',
    replacement: '',
    test: { file: KERNELS, name: 'for random kernels of up to 20 rows, under eager' },
  },
  {
    what: 'a stream in a block that another overtakes is not cut',
    file: 'core/stack/stream-walker.ts',
    text: 'if (apart > 0 && apart < least) least = apart;',
    replacement: '',
    test: {
      file: 'tests/core/run-engine/lagging-operands.test.ts',
      name: 'values that were read together are read again',
    },
  },
  {
    what: 'depths do not rise when elements that stay are taken off',
    file: 'core/stack/stream-walker.ts',
    text: 'depth[moving[i]] -= above;',
    replacement: '',
    test: { file: KERNELS, name: 'for random kernels, under eager' },
  },
  {
    what: 'what lies beyond a range in a piece is buried with it',
    file: 'core/stack/dead-versions.ts',
    text: 'else if (step > 0) this.bury(address, Math.min(above, Math.ceil((high - address) / step)));',
    replacement: 'else if (step > 0) this.bury(address, above);',
    test: { file: 'tests/core/stack/dead-versions.test.ts', name: 'buried versions keep their place in the order' },
  },
];
