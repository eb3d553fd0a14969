import type { KernelCall, Trace } from '../../core/trace/trace.ts';

/**
 * Layers that have names. Until all numbers that the program gives to others are known, each has an id below 0 in place
 * of one.
 */
export class NamedLayers {
  private readonly ids = new Map<object, number>();
  private readonly names: string[] = [];

  idOf(layer: object, name: string): number {
    const known = this.ids.get(layer);
    if (known !== undefined) return known;
    const id = -this.names.push(name);
    this.ids.set(layer, id);
    return id;
  }

  /** The calls with numbers for ids, in the order of the first calls, those left out that the program itself gave. */
  numbered(calls: readonly KernelCall[]): Pick<Trace, 'calls' | 'layerNames'> {
    if (this.names.length === 0) return { calls };
    const given = new Set(calls.map(({ layer }) => layer));
    const numbers = new Map<number, number>();
    const layerNames: Record<number, string> = {};
    let next = 0;
    const numberOf = (id: number): number => {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      while (given.has(next)) next++;
      numbers.set(id, next);
      layerNames[next] = this.names[-id - 1];
      return next++;
    };
    const numbered = calls.map((call) => {
      return call.layer !== null && call.layer < 0 ? { ...call, layer: numberOf(call.layer) } : call;
    });
    return numbers.size === 0 ? { calls } : { calls: numbered, layerNames };
  }
}
