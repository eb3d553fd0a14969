import { unwrittenRead } from '../../trace/trace.ts';
import type { PlannedBody } from '../plan/planned-nodes.ts';
import { addressOf } from '../plan/planned-nodes.ts';
import type { RecordTemplate } from './record-template.ts';
import type { RunContext } from './run-context.ts';
import type { RunSemantics } from './run-semantics.ts';
import { Segments } from './segments.ts';
import { IS_PRESENT, TemplateCache } from './template-cache.ts';

const NONE = -1;

/**
 * Prices the records of bodies, cut into runs of records in each of which every stream has the same flags, so that one
 * template says what they do (D17, D21).
 */
export class BodyPricer {
  private readonly context: RunContext;
  private readonly semantics: RunSemantics;
  private readonly segments: Segments;
  private readonly templates = new Map<PlannedBody, TemplateCache>();
  private call = 0;

  constructor(context: RunContext, semantics: RunSemantics) {
    this.context = context;
    this.semantics = semantics;
    this.segments = new Segments(context);
  }

  beginCall(call: number): void {
    this.call = call;
    this.templates.clear();
  }

  /** Prices `trip` records of a body. `slice`: the slice they belong to, or -1 where each has its own. */
  price(body: PlannedBody, trip: number, slice: number): void {
    const { sliced } = this.context;
    if (slice === NONE) sliced.acrossSlices(trip);
    else sliced.inSlice(slice);
    let cache = this.templates.get(body);
    if (cache === undefined) {
      cache = new TemplateCache(body, this.semantics);
      this.templates.set(body, cache);
    }
    this.locate(body, 0);
    this.semantics.beginBody(body, trip);
    for (let record = 0; record < trip; ) {
      if (record > 0) this.locate(body, record);
      record += this.run(body, cache, record, trip);
    }
  }

  /** Prices as many records from `start` on as have the same flags. Returns their number. */
  private run(body: PlannedBody, cache: TemplateCache, start: number, trip: number): number {
    const { semantics } = this;
    const { readFirst } = body;
    const { stack, walker, recorder } = this.context;
    const { address } = walker;
    semantics.beginRun(body);
    let limit = trip - start;
    let key = 0;
    for (let i = 0; i < readFirst.length; i++) {
      const s = readFirst[i];
      if (stack.owner[address[s]] !== NONE) key += IS_PRESENT[s];
      else limit = this.absentRecords(body, s, limit);
    }
    limit = semantics.findLiving(body, limit);
    key += semantics.living;
    if (limit > 1) {
      const template = cache.find(key, 'several');
      if (template.isSteady) {
        const done = this.segments.several(body, template, start, limit, start + limit === trip);
        if (recorder.isActive) this.noteAbsent(body, template, done);
        return done;
      }
    }
    const template = cache.find(key, start + 1 === trip ? 'last one' : 'one');
    this.segments.one(body, template, start);
    if (recorder.isActive) this.noteAbsent(body, template, 1);
    return 1;
  }

  /** Moves the walker to a record. */
  private locate({ streams }: PlannedBody, record: number): void {
    const { variables, walker } = this.context;
    for (let s = 0; s < streams.length; s++) {
      const { stride } = streams[s];
      walker.address[s] = addressOf(streams[s], variables) + record * stride;
      walker.stride[s] = stride;
    }
  }

  /** Notes the constants that a run has read off the stack. */
  private noteAbsent(body: PlannedBody, template: RecordTemplate, count: number): void {
    const { walker, recorder } = this.context;
    for (const s of body.readFirst) {
      if (template.moving.includes(s) || template.staying.includes(s)) continue;
      const stream = body.streams[s];
      if (stream.value === NONE || stream.offStack === 'argument') continue;
      const { stride } = stream;
      recorder.absent({ stream, address: walker.address[s], stride, count: stride === 0 ? 1 : count, site: NONE });
    }
  }

  /** For how many records a stream finds nothing on the stack, at most `limit`. */
  private absentRecords(body: PlannedBody, s: number, limit: number): number {
    const { trace, stack, walker, unread } = this.context;
    const { owner } = stack;
    const { offStack, stride, value } = body.streams[s];
    const first = walker.address[s];
    if (offStack === 'error') throw unwrittenRead(trace, trace.calls[this.call], value);
    if (offStack === 'argument' && unread.areOnStack) {
      throw new Error(`internal: call ${this.call} reads address ${first}, which holds nothing`);
    }
    if (stride === 0) return limit;
    let absent = 1;
    for (let at = first + stride; absent < limit && owner[at] === NONE; at += stride) absent++;
    return absent;
  }
}
