import { describe, expect, test } from 'vitest';
import { type LoggedAccess, logAccesses } from '../../../instrument/scalars/access-log.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';

describe('the access log', () => {
  const [M, K, N] = [2, 3, 2];
  const operands = (): [TensorProxy, TensorProxy, TensorProxy] => [
    new TensorProxy('float32', [M, K], [1, 2, 3, 4, 5, 6]),
    new TensorProxy('float32', [K, N], [1, 2, 3, 4, 5, 6]),
    new TensorProxy('float32', [M, N]),
  ];
  const update = (a: TensorProxy, b: TensorProxy, c: TensorProxy, i: number, j: number, k: number): void => {
    c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
  };

  test.each(['ijk', 'ikj', 'jik', 'jki', 'kij', 'kji'])('of matmul in %s order', (order) => {
    const extent = { i: M, j: N, k: K };
    const [outer, middle, inner] = order as unknown as ('i' | 'j' | 'k')[];
    const [a, b, c] = operands();
    const wanted: LoggedAccess[] = [];
    const log = logAccesses(
      (a, b, c) => {
        const at = { i: 0, j: 0, k: 0 };
        for (at[outer] = 0; at[outer] < extent[outer]; at[outer]++)
          for (at[middle] = 0; at[middle] < extent[middle]; at[middle]++)
            for (at[inner] = 0; at[inner] < extent[inner]; at[inner]++) {
              update(a, b, c, at.i, at.j, at.k);
              wanted.push({ tensor: 2, element: at.i * N + at.j, kind: 'read' });
              wanted.push({ tensor: 0, element: at.i * K + at.k, kind: 'read' });
              wanted.push({ tensor: 1, element: at.k * N + at.j, kind: 'read' });
              wanted.push({ tensor: 2, element: at.i * N + at.j, kind: 'write' });
            }
      },
      [a, b, c],
    );
    expect(log).toEqual(wanted);
    expect([...c.toArray()]).toEqual([22, 28, 49, 64]);
  });

  test('names a tensor by its first place, and ends with the run, also when it throws', () => {
    const [a, b, c] = operands();
    const log = logAccesses((first, _, again) => again.set(0, 0, first.get(1, 2)), [a, b, a]);
    expect(log).toEqual([
      { tensor: 0, element: 5, kind: 'read' },
      { tensor: 0, element: 0, kind: 'write' },
    ]);
    const failing = (): void => {
      expect(() => logAccesses(() => {}, [b, c])).toThrow('accesses to float32[2,2] are being logged already');
      throw new Error('mine');
    };
    expect(() => logAccesses(failing, [c])).toThrow(new Error('mine'));
    expect(logAccesses(() => a.get(0, 0), [c])).toEqual([]);
    expect(logAccesses(() => c.toArray(), [b, c]).map(({ element }) => element)).toEqual([0, 1, 2, 3]);
  });

  test('a refused access is not logged', () => {
    const tensor = new TensorProxy('int32', [2]);
    const log = logAccesses(() => {
      expect(() => tensor.get(2)).toThrow(RangeError);
      expect(() => tensor.set(0, Number.NaN)).toThrow(RangeError);
    }, [tensor]);
    expect(log).toEqual([]);
  });
});
