import type { BlockStack } from './block-stack.ts';
import type { PlannedBody } from './call-plan.ts';
import { CALL_ENDS } from './call-plan.ts';
import { SLICES, sliceOf } from './expansion.ts';
import type { OutsideRead, RunKind, RunTemplate } from './run-template.ts';
import { runTemplate } from './run-template.ts';
import type { Tally } from './tally.ts';
import type { ValueLifetimes } from './value-lifetimes.ts';

const NONE = -1;
const MAX_STREAMS = 32;

/** Where the loops around a body stand. */
export interface LoopState {
  readonly variables: Int32Array;
  readonly trips: Int32Array;
}

/**
 * Prices the records of one body on a block stack, a run of them at a time. A run is cut into segments, in each of
 * which every stream that moves on eats one whole block: then the depths of its reads are affine in the record.
 * O(segments * log blocks); elements are touched one by one only where they come to life, die, or change their block.
 */
export class RunPricer {
  private readonly stack: BlockStack;
  private readonly tally: Tally;
  private readonly lifetimes: ValueLifetimes;
  private readonly loops: LoopState;
  /** Depth of each argument element that was not read yet, by address; null where arguments lie on the stack. */
  private readonly argumentDepth: Int32Array | null;
  private call = 0;
  private siteBase = 0;
  private sliceBase = 0;
  /** The slice of the loops around the body; where the body's own loop is the sliced one, its trip. */
  private slice = 0;
  private slicedTrip = 0;
  private start = 0;

  private readonly address = new Int32Array(MAX_STREAMS);
  private readonly depth = new Float64Array(MAX_STREAMS);
  private readonly piece = new Int32Array(MAX_STREAMS);
  private readonly left = new Int32Array(MAX_STREAMS);
  private readonly slope = new Float64Array(MAX_STREAMS);
  private readonly templates = new Map<PlannedBody, Map<number, RunTemplate>>();

  constructor(
    stack: BlockStack,
    tally: Tally,
    lifetimes: ValueLifetimes,
    loops: LoopState,
    argumentDepth: Int32Array | null,
  ) {
    this.stack = stack;
    this.tally = tally;
    this.lifetimes = lifetimes;
    this.loops = loops;
    this.argumentDepth = argumentDepth;
  }

  beginCall(call: number): void {
    this.call = call;
    this.siteBase = this.tally.siteStart[call];
    this.sliceBase = call * SLICES;
    this.templates.clear();
  }

  /** Prices `trip` records of a body. `slice`: the slice they belong to, or -1 where each has its own. */
  price(body: PlannedBody, trip: number, slice: number): void {
    this.slicedTrip = slice === NONE ? trip : 0;
    this.slice = this.sliceBase + slice;
    for (let record = 0; record < trip; ) record += this.run(body, record, trip);
  }

  /** Prices as many records from `start` on as have the same flags. Returns their number. */
  private run(body: PlannedBody, start: number, trip: number): number {
    const { streams } = body;
    const { owner } = this.stack;
    const { variables } = this.loops;
    const { address } = this;
    let limit = trip - start;
    let key = 0;
    let bit = 1;
    for (let s = 0; s < streams.length; s++, bit *= 4) {
      const stream = streams[s];
      const { depths, steps } = stream;
      let at = stream.base + start * stream.stride;
      for (let i = 0; i < depths.length; i++) at += steps[i] * variables[depths[i]];
      address[s] = at;
      if (stream.isReadFirst) {
        if (owner[at] !== NONE) key += bit;
        else {
          if (stream.offStack === 'error' || (stream.offStack === 'argument' && this.argumentDepth === null)) {
            throw new Error(`internal: call ${this.call} reads address ${at}, which holds nothing`);
          }
          if (stream.stride !== 0) limit = this.absentRecords(at, stream.stride, limit);
        }
      }
      limit = this.liveRecords(body, s, limit);
      if (this.lives) key += 2 * bit;
    }
    this.start = start;
    const isWhole = start + limit === trip;
    let template = this.template(body, key, limit > 1 ? 'several' : isWhole ? 'last one' : 'one');
    if (!template.isSteady) {
      limit = 1;
      template = this.template(body, key, 'one');
    }
    return this.segments(body, template, limit, start + limit === trip);
  }

  private lives = false;

  /** Sets `lives` to what becomes of a stream after the body. Returns for how many records that is so, at most `limit`. */
  private liveRecords(body: PlannedBody, s: number, limit: number): number {
    const stream = body.streams[s];
    const { revisits } = stream;
    const { variables, trips } = this.loops;
    let future = stream.after;
    for (let i = 0; i < revisits.length; i++) {
      const { depth } = revisits[i];
      if (variables[depth] < trips[depth] - 1) {
        future = revisits[i].future;
        break;
      }
    }
    if (future !== CALL_ENDS) {
      this.lives = future === 1;
      return limit;
    }
    const { earliest, latest, lastUser } = this.lifetimes;
    const { call } = this;
    this.lives = earliest[stream.value] > call;
    if (this.lives || latest[stream.value] <= call) return limit;
    const { stride } = stream;
    let at = this.address[s];
    if (stride === 0) {
      this.lives = lastUser[at] > call;
      return limit;
    }
    this.lives = lastUser[at] > call;
    let same = 1;
    for (at += stride; same < limit && lastUser[at] > call === this.lives; at += stride) same++;
    return same;
  }

  private absentRecords(first: number, stride: number, limit: number): number {
    const { owner } = this.stack;
    let absent = 1;
    for (let at = first + stride; absent < limit && owner[at] === NONE; at += stride) absent++;
    return absent;
  }

  private template(body: PlannedBody, key: number, kind: RunKind): RunTemplate {
    let ofBody = this.templates.get(body);
    if (ofBody === undefined) {
      ofBody = new Map();
      this.templates.set(body, ofBody);
    }
    const full = key * 3 + (kind === 'several' ? 0 : kind === 'one' ? 1 : 2);
    let template = ofBody.get(full);
    if (template === undefined) {
      const bits = body.streams.map((_, s) => Math.floor(key / 4 ** s));
      template = runTemplate(
        body,
        bits.map((two) => two % 2 === 1),
        bits.map((two) => Math.floor(two / 2) % 2 === 1),
        kind,
      );
      ofBody.set(full, template);
    }
    return template;
  }

  /** Prices up to `count` records, fewer where a stream meets elements that are not on the stack. */
  private segments(body: PlannedBody, template: RunTemplate, count: number, reachesEnd: boolean): number {
    const { stack, address, depth, piece } = this;
    const { owner } = stack;
    const { moving, staying } = template;
    const liveBefore = stack.size;
    for (let i = 0; i < moving.length; i++) depth[moving[i]] = stack.depthOf(address[moving[i]]);
    for (let i = 0; i < staying.length; i++) depth[staying[i]] = stack.depthOf(address[staying[i]]);
    this.priceStaying(body, template);
    const firstDepths = template.outside.map((read) => this.firstDepth(read));
    for (let i = 0; i < staying.length; i++) stack.remove(address[staying[i]]);
    for (let i = 0; i < moving.length; i++) {
      let above = 0;
      for (let j = 0; j < staying.length; j++) if (depth[staying[j]] < depth[moving[i]]) above++;
      depth[moving[i]] -= above;
    }
    let done = 0;
    let runBlock = NONE;
    while (done < count) {
      let here = count - done;
      let isMissing = false;
      for (let i = 0; i < moving.length; i++) {
        const s = moving[i];
        const { stride } = body.streams[s];
        const at = address[s] + done * stride;
        const own = owner[at];
        if (own === NONE) {
          isMissing = true;
          break;
        }
        const block = stack.block[own];
        const records = stack.records[block];
        if (records === 1) {
          here = 1;
          continue;
        }
        const record = stack.recordOf(own, at);
        if (stack.stride[own] !== stride) here = 1;
        else if (records - record < here) here = records - record;
        if (record > 0) stack.split(block, record);
      }
      if (isMissing) break;
      for (let i = 0; i < moving.length; i++) {
        const at = address[moving[i]] + done * body.streams[moving[i]].stride;
        const block = stack.block[owner[at]];
        if (stack.records[block] > here) stack.split(block, here);
      }
      for (let i = 0; i < moving.length; i++) {
        const s = moving[i];
        const at = address[s] + done * body.streams[s].stride;
        piece[s] = owner[at];
        if (done > 0) depth[s] = stack.depthOf(at);
      }
      const isLast = reachesEnd && done + here === count && count > 1;
      this.priceSegment(body, template, done, here, isLast, firstDepths);
      this.notePeaks(template, done, here, isLast, liveBefore);
      runBlock = this.moveSegment(body, template, done, here, runBlock);
      done += here;
    }
    this.priceInside(template, done, reachesEnd && done === count && count > 1);
    this.countInstructions(body.instructions.length, done);
    const order = reachesEnd && done === count ? template.orderLast : template.orderMiddle;
    this.pushOverlay(body, template, order, done, runBlock);
    return done;
  }

  private firstDepth(read: OutsideRead): number {
    const { depth } = this;
    if (read.isArgument) return this.depthAmongArguments(this.address[read.stream]);
    const own = depth[read.stream];
    let found = own + read.overlayFirst;
    for (const taken of read.takenFirst) if (depth[taken] < own) found--;
    return found;
  }

  private depthAmongArguments(address: number): number {
    if (this.argumentDepth === null) throw new Error(`internal: argument address ${address} is not on the stack`);
    return this.argumentDepth[address];
  }

  private priceStaying(body: PlannedBody, template: RunTemplate): void {
    for (const read of template.outside) {
      if (body.streams[read.stream].stride === 0) this.progression(read.site, 0, this.firstDepth(read), 0, 1);
    }
  }

  private priceSegment(
    body: PlannedBody,
    template: RunTemplate,
    done: number,
    here: number,
    isLast: boolean,
    firstDepths: readonly number[],
  ): void {
    const { stack, depth, piece, slope } = this;
    const { moving, outside, survivors } = template;
    for (let i = 0; i < moving.length; i++) {
      const s = moving[i];
      const block = stack.block[piece[s]];
      let change = survivors.length - stack.width[block];
      for (let j = 0; j < moving.length; j++) {
        const other = stack.block[piece[moving[j]]];
        if (other !== block && depth[moving[j]] < depth[s]) change--;
      }
      slope[s] = change;
    }
    for (let i = 0; i < outside.length; i++) {
      const read = outside[i];
      const s = read.stream;
      const { stride } = body.streams[s];
      if (stride === 0) continue;
      if (read.isArgument) {
        const at = this.address[s] + done * stride;
        this.progression(read.site, done, this.depthAmongArguments(at), stride, here);
        continue;
      }
      let base = depth[s] + read.overlayMiddle;
      for (const taken of read.takenLater) if (depth[taken] < depth[s]) base--;
      let from = 0;
      let to = here;
      if (done === 0 && firstDepths[i] !== base) {
        this.progression(read.site, 0, firstDepths[i], 0, 1);
        from = 1;
      }
      if (isLast && read.overlayLast !== read.overlayMiddle && to > from) {
        to--;
        const last = base + to * slope[s] + read.overlayLast - read.overlayMiddle;
        this.progression(read.site, done + to, last, 0, 1);
      }
      if (to > from) this.progression(read.site, done + from, base + from * slope[s], slope[s], to - from);
    }
  }

  /** Reads inside the overlay, of the first `count` records. */
  private priceInside(template: RunTemplate, count: number, endsLoop: boolean): void {
    for (const { site, first, middle, last } of template.inside) {
      if (first !== 0) this.progression(site, 0, first, 0, 1);
      const to = endsLoop ? count - 1 : count;
      if (middle !== 0 && to > 1) this.progression(site, 1, middle, 0, to - 1);
      if (endsLoop && last !== 0) this.progression(site, count - 1, last, 0, 1);
    }
  }

  /** Counts reads of `count` records, the first of them `record`, at depths that start at `first`. */
  private progression(site: number, record: number, first: number, slope: number, count: number): void {
    const { tally, slicedTrip } = this;
    const index = this.siteBase + site;
    if (slicedTrip === 0) {
      tally.readProgression(index, this.slice, first, slope, count);
      return;
    }
    let at = this.start + record;
    let depth = first;
    for (let left = count; left > 0; ) {
      const slice = sliceOf(at, slicedTrip);
      const many = Math.min(left, sliceEnd(slice, slicedTrip) - at);
      tally.readProgression(index, this.sliceBase + slice, depth, slope, many);
      at += many;
      left -= many;
      depth += many * slope;
    }
  }

  private countInstructions(perRecord: number, count: number): void {
    if (this.slicedTrip === 0) {
      this.tally.instructions(this.slice, perRecord * count);
      return;
    }
    let at = this.start;
    for (const end = at + count; at < end; ) {
      const slice = sliceOf(at, this.slicedTrip);
      const many = Math.min(end, sliceEnd(slice, this.slicedTrip)) - at;
      this.tally.instructions(this.sliceBase + slice, perRecord * many);
      at += many;
    }
  }

  private notePeaks(template: RunTemplate, done: number, here: number, isLast: boolean, liveBefore: number): void {
    let from = 0;
    let to = here;
    // Elements that stay are off the stack by now, so the first record is counted from the stack before the run.
    if (done === 0) {
      this.live(0, liveBefore + template.peakFirst);
      from = 1;
    }
    const live = this.stack.size;
    const change = template.survivors.length - template.moving.length;
    if (isLast && to > from) {
      to--;
      this.live(done + to, live + to * change + template.peakLast);
    }
    if (to <= from) return;
    if (this.slicedTrip === 0) {
      const highest = change > 0 ? to - 1 : from;
      this.tally.live(this.slice, live + highest * change + template.peakMiddle);
      return;
    }
    for (let at = from; at < to; ) {
      const slice = sliceOf(this.start + done + at, this.slicedTrip);
      const end = Math.min(to, sliceEnd(slice, this.slicedTrip) - this.start - done);
      const highest = change > 0 ? end - 1 : at;
      this.tally.live(this.sliceBase + slice, live + highest * change + template.peakMiddle);
      at = end;
    }
  }

  private live(record: number, elements: number): void {
    const slice = this.slicedTrip === 0 ? this.slice : this.sliceBase + sliceOf(this.start + record, this.slicedTrip);
    this.tally.live(slice, elements);
  }

  /** Takes the sources of a segment off and puts its survivors on top, as part of the run's block where there is one. */
  private moveSegment(body: PlannedBody, template: RunTemplate, done: number, here: number, runBlock: number): number {
    const { stack, piece, address, left } = this;
    const { moving, survivors } = template;
    for (let i = 0; i < moving.length; i++) {
      const s = moving[i];
      left[i] = stack.block[piece[s]];
      stack.unlink(piece[s]);
      if (!survivors.includes(s)) {
        const { stride } = body.streams[s];
        stack.setOwner(address[s] + done * stride, stride, here, NONE);
        stack.freePiece(piece[s]);
        piece[s] = NONE;
      }
    }
    // Only now: a join before the last source is out would change the number of its piece.
    if (done > 0) for (let i = 0; i < moving.length; i++) if (stack.width[left[i]] > 0) stack.joinBelow(left[i]);
    if (survivors.length === 0) return NONE;
    const block = stack.newBlock(here);
    let last = NONE;
    for (let i = 0; i < survivors.length; i++) {
      const s = survivors[i];
      const { stride } = body.streams[s];
      const first = address[s] + done * stride;
      let own: number;
      if (moving.includes(s)) {
        own = piece[s];
        stack.base[own] = first;
        stack.stride[own] = stride;
      } else own = stack.newPiece(first, stride, here);
      stack.addPiece(block, last, own);
      last = own;
    }
    stack.order.append(block, here * survivors.length);
    if (runBlock === NONE) return block;
    const kept = stack.records[runBlock] >= here ? runBlock : block;
    stack.join(runBlock, block);
    return kept;
  }

  /** Puts what the last record left into its order: the elements of streams that stay among those that moved on. */
  private pushOverlay(
    body: PlannedBody,
    template: RunTemplate,
    order: readonly number[],
    count: number,
    runBlock: number,
  ): void {
    const { stack, address, piece } = this;
    const { survivors } = template;
    // Streams that stay and lie above the last record need no cut.
    let isStacked = true;
    for (let i = 0; i < order.length && i < survivors.length; i++) if (order[i] !== survivors[i]) isStacked = false;
    if (isStacked) {
      for (let i = survivors.length; i < order.length; i++) stack.push(address[order[i]]);
      return;
    }
    const records = stack.records[runBlock];
    if (records > 1) stack.split(runBlock, records - 1);
    for (const s of survivors) {
      piece[s] = stack.owner[address[s] + (count - 1) * body.streams[s].stride];
      stack.unlink(piece[s]);
    }
    for (let i = 0; i < order.length; ) {
      if (body.streams[order[i]].stride === 0) {
        stack.push(address[order[i++]]);
        continue;
      }
      const block = stack.newBlock(1);
      let last = NONE;
      for (; i < order.length && body.streams[order[i]].stride !== 0; i++) {
        stack.addPiece(block, last, piece[order[i]]);
        last = piece[order[i]];
      }
      stack.order.append(block, stack.width[block]);
    }
  }
}

/** The first iteration after a slice. */
function sliceEnd(slice: number, trip: number): number {
  return trip <= SLICES ? slice + 1 : Math.ceil(((slice + 1) * trip) / SLICES);
}
