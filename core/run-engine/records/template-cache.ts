import type { PlannedBody } from '../plan/planned-nodes.ts';
import { MAX_STREAMS } from '../plan/planned-nodes.ts';
import type { RecordTemplate, RunKind } from './record-template.ts';
import { recordTemplate } from './record-template.ts';
import type { RunSemantics } from './run-semantics.ts';

/** The bits of a stream in a template's key: whether it is on the stack before its first read, and alive at the end. */
export const IS_PRESENT = Float64Array.from({ length: MAX_STREAMS }, (_, s) => 4 ** s);
export const LIVES = IS_PRESENT.map((bit) => 2 * bit);

/** The templates of one body that were met so far, one for each set of flags and kind of run (D21). */
export class TemplateCache {
  private readonly body: PlannedBody;
  private readonly semantics: RunSemantics;
  private readonly found = {
    several: new Map<number, RecordTemplate>(),
    one: new Map<number, RecordTemplate>(),
    'last one': new Map<number, RecordTemplate>(),
  };
  private recentKey = -1;
  private recentKind: RunKind = 'one';
  private recent: RecordTemplate | null = null;

  constructor(body: PlannedBody, semantics: RunSemantics) {
    this.body = body;
    this.semantics = semantics;
  }

  /** `key`: the sum of IS_PRESENT and LIVES over the streams that have these flags. */
  find(key: number, kind: RunKind): RecordTemplate {
    if (this.recent !== null && key === this.recentKey && kind === this.recentKind) return this.recent;
    let template = this.found[kind].get(key);
    if (template === undefined) {
      template = this.make(key, kind);
      this.found[kind].set(key, template);
    }
    this.recent = template;
    this.recentKey = key;
    this.recentKind = kind;
    return template;
  }

  private make(key: number, kind: RunKind): RecordTemplate {
    const { body } = this;
    const flags = (bits: Float64Array): boolean[] => body.streams.map((_, s) => Math.floor(key / bits[s]) % 2 === 1);
    const isPresent = flags(IS_PRESENT);
    return recordTemplate(body, isPresent, this.semantics.simulate(body, isPresent, flags(LIVES)), kind);
  }
}
