import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import '@tensorflow/tfjs-backend-cpu';
import * as odometer from '../index.ts';

await tf.setBackend('cpu');

const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
const square = (a: tf.Tensor) => tf.matMul(a as tf.Tensor2D, a as tf.Tensor2D);
const trace = odometer.traceFunction(square, [x]);
const { program } = odometer.traceScalars((a) => odometer.sumOf([a, a]), [3]);
const { histogram } = odometer.measure(trace);
const priced = odometer.ENGINES.run(trace, { semantics: 'eager', granularity: 'scalar' });
const [preset] = odometer.ENERGY_PRESETS;
const source = { name: 'p', args: [0], argGroups: [[0]], events: [{ op: 'f', in: [0], out: [1] }], returns: [1] };
const update: odometer.UpdateProgram = {
  name: 'sum',
  about: {},
  batch: [{ name: 'x', shape: [2], dtype: 'float32', role: 'inputs' }],
  state: [{ name: 'w', shape: [2], dtype: 'float32', role: 'weights' }],
  update: ([a], [w]) => ({ state: [odometer.phase('forward', () => tf.add(w, a))], read: {} }),
};
const spec = (over: object) => ({ ...update, batch: [{ ...update.batch[0], ...over }] });
const traced = (run: () => void) =>
  odometer.traceFunction(
    (a) => {
      run();
      return tf.add(a, a);
    },
    [x],
  );

const model: odometer.KernelModel = (plan, inputs) => plan.make(inputs.x.shape, 'float32');
const OWN = { semantics: 'eager', granularity: 'scalar' } as const;
const body = () => odometer.savedTrace('a.json');
const stored = odometer.nest({ c: odometer.output([1]) }, ({ c }) => c.set(0, 1));
const recorded = (loop: () => Iterable<unknown>) =>
  odometer.nest({ c: odometer.output([1]) }, ({ c }) => {
    for (const _ of loop()) c.set(0, 1);
  });

/** Of no option a value, and what a user of plain JavaScript could give. */
const NEVER: readonly unknown[] = ['Eager', -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, [Number.NaN], [[]]];
const OBJECTS: readonly unknown[] = ['eager', 7, null, ['eager'], () => 1, { misspelt: 1 }];

/** What is neither an object of the package, nor a list, nor a function. */
const NOTHING: readonly unknown[] = [undefined, null, 7, 'eager', true, {}];
const NO_LIST: readonly unknown[] = [undefined, null, 7, 'eager', {}, () => 1];
const NO_FUNCTION: readonly unknown[] = [undefined, null, 7, 'eager', {}, []];

// biome-ignore lint/suspicious/noExplicitAny: values of the wrong kind are what is tested
type Wrong = any;

const CALLS: readonly [string, (given: Wrong) => unknown, readonly unknown[]][] = [
  ['options of measure', (given) => odometer.measure(trace, given), OBJECTS],
  ['engine of measure', (engine) => odometer.measure(trace, { engine }), NEVER],
  ['granularity of measure', (granularity) => odometer.measure(trace, { granularity }), NEVER],
  ['semantics of measure', (semantics) => odometer.measure(trace, { semantics }), NEVER],
  ['onProgress of measure', (onProgress) => odometer.measure(trace, { onProgress }), NEVER],
  ['options of measure, of a program', (given) => odometer.measure(program, given), OBJECTS],
  ['engine of measure, of a program', (engine) => odometer.measure(program, { engine }), NEVER],
  ['semantics of measure, of a program', (semantics) => odometer.measure(program, { semantics }), NEVER],
  ['granularity of measure, of a program', (granularity) => odometer.measure(program, { granularity }), NEVER],
  ['bytes of measure', (bytes) => odometer.measure(program, { bytes }), [...NEVER, [], 4, [0]]],
  ['options of traceFunction', (given) => odometer.traceFunction(square, [x], given), OBJECTS],
  ['loops of traceFunction', (loops) => odometer.traceFunction(square, [x], { loops }), [...NEVER, 'tile:0', 'IJK']],
  ['models of traceFunction', (models) => odometer.traceFunction(square, [x], { models }), [...NEVER, { Add: 1 }]],
  ['lines of traceFunction', (lines) => odometer.traceFunction(square, [x], { lines }), NEVER],
  ['name of traceFunction', (name) => odometer.traceFunction(square, [x], { name }), [1, '', {}]],
  ['phase of traceFunction', (phase) => odometer.traceFunction(square, [x], { phase }), [1, '', {}]],
  ['options of traceComputed', (given) => odometer.traceComputed(square, [x], given), OBJECTS],
  ['options of traceUpdate', (given) => odometer.traceUpdate(update, given), OBJECTS],
  ['step of traceUpdate', (step) => odometer.traceUpdate(update, { step }), [...NEVER, 0]],
  ['name of phase', (name) => traced(() => odometer.phase(name, () => 1)), [1, '', null, {}, []]],
  ['role of phase', (role) => traced(() => odometer.phase('own', () => 1, role)), NEVER],
  ['index of layer', (index) => traced(() => odometer.layer(index, () => 1)), NEVER],
  ['index of iteration', (index) => traced(() => odometer.iteration(index, () => 1)), [...NEVER, 0]],
  ['name of role', (name) => odometer.traceFunction((a) => odometer.role(name, tf.add(a, a)), [x]), NEVER],
  ['name of registerKernelModel', (name) => odometer.registerKernelModel(name, model), [7, '', null]],
  ['model of registerKernelModel', (given) => odometer.registerKernelModel('Own', given), NO_FUNCTION],
  ['options of registerKernelModel', (given) => odometer.registerKernelModel('Own', model, given), OBJECTS],
  ['values of registerKernelModel', (values) => odometer.registerKernelModel('Own', model, { values }), NEVER],
  ['model of checkKernelModel', (given) => odometer.checkKernelModel('Relu', given, [{ inputs: { x } }]), NO_FUNCTION],
  ['cases of checkKernelModel', (given) => odometer.checkKernelModel('Relu', model, given), [...NO_LIST, [], [7]]],
  [
    'options of checkKernelModel',
    (given) => odometer.checkKernelModel('Relu', model, [{ inputs: { x } }], given),
    OBJECTS,
  ],
  ['parseLoopOrder', (loops) => odometer.parseLoopOrder(loops), NEVER],
  [
    'options of traceScalars',
    (given) => odometer.traceScalars((a) => a, [1], given),
    [7, null, ['a'], { misspelt: 1 }],
  ],
  ['name of traceScalars', (name) => odometer.traceScalars((a) => a, [1], { name }), [1, {}, null]],
  ['lines of traceScalars', (lines) => odometer.traceScalars((a) => a, [1], { lines }), NEVER],
  ['semantics of priceProgram', (all) => odometer.priceProgram(program, all, [4], 'element'), [...NEVER, []]],
  ['bytes of priceProgram', (bytes) => odometer.priceProgram(program, ['eager'], bytes, 'element'), [...NEVER, []]],
  ['engine of priceProgram', (engine) => odometer.priceProgram(program, ['eager'], [4], engine), NEVER],
  [
    'granularity of priceProgram',
    (granularity) => odometer.priceProgram(program, ['eager'], [4], 'element', granularity),
    NEVER,
  ],
  ['semantics of an engine', (semantics) => odometer.ENGINES.run(trace, { semantics, granularity: 'scalar' }), NEVER],
  [
    'granularity of an engine',
    (granularity) => odometer.ENGINES.run(trace, { semantics: 'eager', granularity }),
    NEVER,
  ],
  ['tensors of nest', (tensors) => odometer.nest(tensors, () => {}), [...OBJECTS, { a: [8] }]],
  ['body of nest', (body) => odometer.nest({ c: odometer.output([1]) }, body), [...NEVER, null]],
  ['name of a nest', (name) => stored.trace(name), [1, '', {}, null]],
  ['arrays of a nest', (arrays) => stored.run(arrays), [...OBJECTS, { a: [1] }]],
  ['shape of input', (shape) => odometer.input(shape), [...NEVER, 8, [0], [1.5], ['8'], [[8]]]],
  ['options of input', (given) => odometer.input([8], given), OBJECTS],
  ['bytes of inout', (bytes) => odometer.inout([8], { bytes }), [...NEVER, 0, 9]],
  ['role of scratch', (role) => odometer.scratch([8], { role }), NEVER],
  ['stop of range', (stop) => recorded(() => odometer.range(stop)), NEVER],
  ['step of range', (step) => recorded(() => odometer.range(0, 8, step)), [...NEVER.slice(2), 0, 'x']],
  ['width of blocks', (width) => recorded(() => odometer.blocks(8, width)), [...NEVER, 0]],
  ['options of local', (given) => recorded(() => [odometer.local(given)]), OBJECTS],
  ['initial of local', (initial) => recorded(() => [odometer.local({ initial })]), ['1', null, {}]],
  ['bytes of readCost', (bytes) => odometer.readCost(1, bytes), NEVER],
  [
    'levels',
    (levels) => odometer.readsPerLevel(histogram, levels),
    [...NEVER, [{ capacityBytes: 8 }, { capacityBytes: 4 }]],
  ],
  ['op of apply', (op) => odometer.apply(op, () => 1, 2), [1, '', null, {}]],
  ['compute of apply', (compute) => odometer.apply('op', compute, 2), NEVER],
  ['constant', (content) => odometer.constant(content), ['1', null, {}, true]],
  ['trace of summarize', (given) => odometer.summarize(given, priced, null), [...NOTHING, program]],
  ['pricing of summarize', (given) => odometer.summarize(trace, given, null), [...NOTHING, trace]],
  ['steady pricing of summarize', (given) => odometer.summarize(trace, priced, given), [7, {}, trace]],
  ['trace of an engine', (given) => odometer.ENGINES.run(given, OWN), [...NOTHING, program]],
  ['options of an engine', (given) => odometer.ENGINES.run(trace, given), OBJECTS],
  ['initial stack of an engine', (initial) => odometer.ENGINES.run(trace, { ...OWN, initial }), [7, 'top', {}]],
  ['onProgress of an engine', (onProgress) => odometer.ENGINES.run(trace, { ...OWN, onProgress }), NEVER],
  ['argumentStack', (given) => odometer.argumentStack(given), [...NOTHING, program]],
  ['steadyStack', (given) => odometer.steadyStack(given, []), [...NOTHING, program]],
  ['final stack of steadyStack', (given) => odometer.steadyStack(trace, given), NO_LIST],
  ['program of eagerTrace', (given) => odometer.eagerTrace(given), [...NOTHING, trace]],
  ['program of twoStackTrace', (given) => odometer.twoStackTrace(given), [...NOTHING, trace]],
  ['program of irLive', (given) => odometer.irLive(given), [...NOTHING, trace]],
  ['program of irClassic', (given) => odometer.irClassic(given), [...NOTHING, trace]],
  ['stack of eagerTrace', (given) => odometer.eagerTrace(program, given), [null, 7, {}, []]],
  ['program of priceProgram', (given) => odometer.priceProgram(given, ['eager'], [4], 'element'), [...NOTHING, trace]],
  ['createProgram', (given) => odometer.createProgram(given), [...NOTHING, []]],
  ['args of createProgram', (args) => odometer.createProgram({ ...source, args }), NO_LIST],
  ['argGroups of createProgram', (argGroups) => odometer.createProgram({ ...source, argGroups }), [...NO_LIST, [7]]],
  ['events of createProgram', (events) => odometer.createProgram({ ...source, events }), [...NO_LIST, [null], [{}]]],
  ['returns of createProgram', (returns) => odometer.createProgram({ ...source, returns }), NO_LIST],
  ['name of createProgram', (name) => odometer.createProgram({ ...source, name }), [undefined, null, 7, {}]],
  ['what logAccesses runs', (run) => odometer.logAccesses(run, []), NO_FUNCTION],
  ['tensors of logAccesses', (tensors) => odometer.logAccesses(() => {}, tensors), [...NO_LIST, [[1]]]],
  ['missRatioCurve', (given) => odometer.missRatioCurve(given), [...NOTHING, [1]]],
  ['histogram of readsPerLevel', (given) => odometer.readsPerLevel(given, []), [...NOTHING, [1]]],
  ['preset of energyOf', (given) => odometer.energyOf(given, histogram, {}), [...NOTHING, []]],
  ['histogram of energyOf', (given) => odometer.energyOf(preset, given, {}), [...NOTHING, [1]]],
  ['counts of energyOf', (given) => odometer.energyOf(preset, histogram, given), [undefined, null, 7, 'mul', [1]]],
  ['a count of energyOf', (mul) => odometer.energyOf(preset, histogram, { mul }), [null, '7', -1, Number.NaN, {}]],
  ['tensor of hostRead', (given) => traced(() => odometer.hostRead(given)), NOTHING],
  ['tensor of role', (given) => traced(() => odometer.role('weights', given)), NOTHING],
  ['constantTensor', (given) => odometer.constantTensor(given), NOTHING],
  ['what phase labels', (run) => odometer.phase('forward', run), NO_FUNCTION],
  ['what layer labels', (run) => odometer.layer(0, run), NO_FUNCTION],
  ['what iteration labels', (run) => traced(() => odometer.iteration(1, run)), NO_FUNCTION],
  ['traceUpdate', (given) => odometer.traceUpdate(given), NOTHING],
  ['update of traceUpdate', (run) => odometer.traceUpdate({ ...update, update: run }), NO_FUNCTION],
  ['batch of traceUpdate', (batch) => odometer.traceUpdate({ ...update, batch }), [...NO_LIST, [null]]],
  ['shape of traceUpdate', (shape) => odometer.traceUpdate(spec({ shape })), [...NO_LIST, [-1], [1.5], ['2']]],
  ['dtype of traceUpdate', (dtype) => odometer.traceUpdate(spec({ dtype })), [...NEVER, 'bool', undefined]],
  ['role of traceUpdate', (role) => odometer.traceUpdate(spec({ role })), [...NEVER, undefined]],
  [
    'what an update has read',
    (loss) => odometer.traceUpdate({ ...update, update: () => ({ state: [], read: { loss } }) }),
    NOTHING,
  ],
  ['depth of readCostBig', (depth) => odometer.readCostBig(depth, 4n), [undefined, 1, '1', -1n]],
  ['items of sumOf', (items) => odometer.sumOf(items), NOTHING],
  ['items of maxOf', (items) => odometer.maxOf(items), [...NOTHING, ['1']]],
  ['items of minOf', (items) => odometer.minOf(items), [...NOTHING, []]],
  ['shape of a TensorProxy', (shape) => new odometer.TensorProxy('float32', shape), [...NO_LIST, [-1], ['2']]],
  ['cases', (given) => odometer.cases(given), [...NOTHING, []]],
  ['name of a case', (name) => odometer.cases({ name, body }), [undefined, 7, '', 'a\nb', 'a | b', {}]],
  ['sizes of a case', (sizes) => odometer.cases({ name: 'a', sizes, body }), [null, 7, {}, [], [7], [[]]]],
  ['a size of a case', (n) => odometer.cases({ name: 'a', sizes: [{ n }], body }), [null, '7', Number.NaN, {}]],
  ['body of a case', (given) => odometer.cases({ name: 'a', body: given }), NO_FUNCTION],
  ['what a body makes', (made) => odometer.cases({ name: 'a', body: () => made }).cases[0].build(0), NOTHING],
  ['loops of scalarProgram', (run) => odometer.scalarProgram(run, []), NO_FUNCTION],
  ['arguments of scalarProgram', (args) => odometer.scalarProgram(() => 1, args), NO_LIST],
  ['program of tensorProgram', (run) => odometer.tensorProgram(run, []), NO_FUNCTION],
  ['inputs of tensorProgram', (inputs) => odometer.tensorProgram(square, inputs), NO_LIST],
  ['options of tensorProgram', (given) => odometer.tensorProgram(square, [x], given), OBJECTS],
  ['values of tensorProgram', (values) => odometer.tensorProgram(square, [x], { values }), NEVER],
  ['path of savedTrace', (path) => odometer.savedTrace(path), [undefined, null, 7, '', {}]],
  ['defineConfig', (given) => odometer.defineConfig(given), [undefined, null, 7, 'x', [], { misspelt: 1 }]],
  ['files of defineConfig', (files) => odometer.defineConfig({ files }), [7, 'a.ts', [], [''], [7]]],
  ['granularity of defineConfig', (granularity) => odometer.defineConfig({ granularity }), NEVER],
  ['preset', (preset) => odometer.parseEnergyPreset(preset, 'mine'), NEVER],
  ['rule of defineRule', (rule) => odometer.defineRule(rule), [undefined, null, 7, 'eager', true, {}]],
  [
    'decide of defineRule',
    (decide) => odometer.defineRule({ title: 'a', shortName: 'A', options: [], decide }),
    NO_FUNCTION,
  ],
  ['task of defineTask', (task) => odometer.defineTask(task), [undefined, null, 7, 'eager', true, {}]],
];

test.each(CALLS)('%s: what it cannot be is an error of one line', (_, call, values) => {
  for (const value of values) {
    let message = '';
    try {
      call(value);
    } catch (error) {
      message = error instanceof Error ? error.message : '';
      expect(['InputError', 'RangeError', 'TypeError']).toContain(error instanceof Error ? error.name : '');
    }
    expect(message, String(value)).toMatch(
      /must|choose|give|use|number them|no function|Invalid|needs|mend it|unknown key|there are|are objects/,
    );
    expect(message).not.toContain('\n');
  }
});
