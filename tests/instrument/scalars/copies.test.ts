import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { opsOf } from '../../support/scalars/program-events.ts';

describe('what is moved in a tensor is free, and what is copied is read', () => {
  test('a copy is a read and a cell of its own, of a scalar, an element or a transpose', () => {
    const { program, result } = traceScalars(
      (t) => {
        const turned = new TensorProxy('int32', [3, 2]);
        for (let i = 0; i < 2; i++) for (let j = 0; j < 3; j++) turned.set(j, i, t.get(i, j), { copy: true });
        turned.set(0, 0, turned.get(0, 0).copy());
        turned.set(1, 1, 9, { copy: true });
        turned.set(2, 1, t.get(0, 0), { copy: false });
        return turned;
      },
      [new TensorProxy('float32', [2, 3], [1, 2, 3, 4, 5, 6.5])],
    );
    expect(opsOf(program)).toEqual(Array(7).fill('copy'));
    expect([...program.reads]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...program.returns]).toEqual([12, 9, 7, 8, 0]);
    expect([...result.toArray()]).toEqual([1, 4, 2, 9, 3, 1]);
  });

  test('a copy that is refused leaves no event', () => {
    const { program } = traceScalars(
      (a) => {
        const t = new TensorProxy('int32', [2]);
        expect(() => t.set(2, a, { copy: true })).toThrow(RangeError);
        expect(() => t.set(0, a.div(0), { copy: true })).toThrow('an int32 must be a finite number');
        expect(() => t.set(0, a, { copied: true } as never)).toThrow(
          new InputError('option of TensorProxy.set: got "copied"; choose copy'),
        );
        expect(() => t.set(0, a, { copy: 1 } as never)).toThrow(
          new InputError('TensorProxy.set: option copy must be true or false, got 1'),
        );
        return t.get(0);
      },
      [1],
    );
    expect(opsOf(program)).toEqual(['div']);
  });

  test('bins that are made inside are constants until something is added; those passed in are read', () => {
    const histogram = (bins: TensorProxy, values: TensorProxy): TensorProxy => {
      for (let i = 0; i < values.size; i++) bins.set(i % 4, bins.get(i % 4).add(values.get(i)));
      return bins;
    };
    const made = () => new TensorProxy('float32', [4]);
    const values = new TensorProxy('float32', [8], [1, 1, 1, 1, 1, 1, 1, 1]);
    const inside = traceScalars((given) => histogram(made(), given), [values]);
    const passed = traceScalars((bins, given) => histogram(bins, given), [made(), values]);
    expect([inside.program.reads.length, passed.program.reads.length]).toEqual([12, 16]);
  });
});
