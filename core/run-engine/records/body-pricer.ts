import type { BlockStack } from '../../stack/block-stack.ts';
import type { DeadVersions } from '../../stack/dead-versions.ts';
import type { LoopRecorder } from '../notes/loop-notes.ts';
import { CALL_ENDS } from '../plan/grouped-nest.ts';
import type { LastRuns } from '../plan/last-runs.ts';
import type { PlannedBody } from '../plan/planned-nodes.ts';
import { MAX_STREAMS } from '../plan/planned-nodes.ts';
import type { ValueLifetimes } from '../plan/value-lifetimes.ts';
import { ClassicRecord, startsAnew } from './classic-record.ts';
import type { RecordTemplate, RunKind } from './record-template.ts';
import { LiveRecord, recordTemplate } from './record-template.ts';
import { Segments } from './segments.ts';
import type { SlicedTally } from './sliced-tally.ts';

const NONE = -1;

/** The bits of a stream in a template's key: whether it is on the stack before its first read, and alive at the end. */
const IS_PRESENT = Float64Array.from({ length: MAX_STREAMS }, (_, s) => 4 ** s);
const LIVES = IS_PRESENT.map((bit) => 2 * bit);

/** Where the loops around a body stand. */
export interface LoopState {
  readonly variables: Int32Array;
  readonly trips: Int32Array;
}

/** Prices the records of bodies, cut into runs of records in each of which every stream has the same flags. */
export class BodyPricer {
  private readonly stack: BlockStack;
  private readonly lifetimes: ValueLifetimes;
  private readonly loops: LoopState;
  private readonly isEager: boolean;
  private readonly dead: DeadVersions | null;
  private readonly segments: Segments;
  private readonly tally: SlicedTally;
  private readonly recorder: LoopRecorder;
  private readonly templates = new Map<PlannedBody, TemplateCache>();
  private call = 0;
  private lastRuns: LastRuns | null = null;
  /** Of bodies whose streams overlap: runs so far. */
  private runs = 0;
  /** What `liveRecords` found. */
  private lives = false;

  /** `argumentDepth`: as Segments has it. `dead`: null where dead versions leave the stack. */
  constructor(
    stack: BlockStack,
    tally: SlicedTally,
    recorder: LoopRecorder,
    lifetimes: ValueLifetimes,
    loops: LoopState,
    argumentDepth: Int32Array | null,
    dead: DeadVersions | null,
  ) {
    this.dead = dead;
    this.stack = stack;
    this.tally = tally;
    this.recorder = recorder;
    this.lifetimes = lifetimes;
    this.loops = loops;
    this.isEager = argumentDepth === null;
    this.segments = new Segments(stack, tally, recorder, argumentDepth);
  }

  /** `lastRuns`: as the call's plan has it. */
  beginCall(call: number, lastRuns: LastRuns | null): void {
    this.call = call;
    this.lastRuns = lastRuns;
    this.runs = 0;
    this.templates.clear();
  }

  /** Prices `trip` records of a body. `slice`: the slice they belong to, or -1 where each has its own. */
  price(body: PlannedBody, trip: number, slice: number): void {
    if (slice === NONE) this.tally.acrossSlices(trip);
    else this.tally.inSlice(slice);
    let cache = this.templates.get(body);
    if (cache === undefined) {
      cache = new TemplateCache(body, this.dead !== null);
      this.templates.set(body, cache);
    }
    if (this.dead !== null && trip > 0) this.buryAhead(body, cache, this.dead, trip);
    for (let record = 0; record < trip; ) record += this.run(body, cache, record, trip);
    if (body.overlaps) this.runs++;
  }

  /** Prices as many records from `start` on as have the same flags. Returns their number. */
  private run(body: PlannedBody, cache: TemplateCache, start: number, trip: number): number {
    const { streams, readFirst, undecided, livingOn } = body;
    const { owner } = this.stack;
    const { address } = this.segments;
    this.locate(body, start);
    if (this.dead !== null) for (const s of cache.overwritten) this.dead.buryRange(address[s], address[s] + 1);
    let limit = trip - start;
    let key = 0;
    for (let i = 0; i < readFirst.length; i++) {
      const s = readFirst[i];
      if (owner[address[s]] !== NONE) key += IS_PRESENT[s];
      else limit = this.absentRecords(body, s, limit);
    }
    if (this.dead === null) {
      for (let i = 0; i < livingOn.length; i++) key += LIVES[livingOn[i]];
      for (let i = 0; i < undecided.length; i++) {
        const s = undecided[i];
        limit = streams[s].overlaps ? this.visitedRecords(body, s, limit) : this.liveRecords(body, s, limit);
        if (this.lives) key += LIVES[undecided[i]];
      }
    }
    if (limit > 1) {
      const template = cache.find(key, 'several');
      if (template.isSteady) {
        const done = this.segments.several(body, template, start, limit, start + limit === trip);
        if (this.recorder.isActive) this.noteAbsent(body, template, done);
        return done;
      }
    }
    const template = cache.find(key, start + 1 === trip ? 'last one' : 'one');
    this.segments.one(body, template, start);
    if (this.recorder.isActive) this.noteAbsent(body, template, 1);
    return 1;
  }

  /** Finds the addresses of the streams of a run that starts at a record. */
  private locate({ streams }: PlannedBody, start: number): void {
    const { variables } = this.loops;
    const { address, stride: strides } = this.segments;
    for (let s = 0; s < streams.length; s++) {
      const { base, stride, depths, steps } = streams[s];
      let at = base + start * stride;
      for (let i = 0; i < depths.length; i++) at += steps[i] * variables[depths[i]];
      address[s] = at;
      strides[s] = stride;
    }
  }

  /**
   * Buries what `trip` records overwrite or empty without reading it. Nothing else in them touches these elements, and
   * where they lie a dead version counts as a live one does.
   */
  private buryAhead(body: PlannedBody, cache: TemplateCache, dead: DeadVersions, trip: number): void {
    const { address, stride } = this.segments;
    dead.settle();
    for (const local of body.fresh) dead.buryRange(local, local + 1);
    if (cache.overwrittenRuns.length === 0) return;
    this.locate(body, 0);
    for (const s of cache.overwrittenRuns) dead.buryRun(address[s], stride[s], trip);
  }

  /** Notes the constants that a run has read off the stack. */
  private noteAbsent(body: PlannedBody, template: RecordTemplate, count: number): void {
    const { address, stride } = this.segments;
    for (const s of body.readFirst) {
      if (template.moving.includes(s) || template.staying.includes(s)) continue;
      const stream = body.streams[s];
      if (stream.value === NONE || stream.offStack === 'argument') continue;
      const times = stream.stride === 0 ? 1 : count;
      this.recorder.absent({ stream, address: address[s], stride: stride[s], count: times, site: NONE });
    }
  }

  /** Sets `lives` to what becomes of a stream after the body. Returns for how many records that is so, at most `limit`. */
  private liveRecords(body: PlannedBody, s: number, limit: number): number {
    const { revisits, after, value, stride } = body.streams[s];
    const { variables, trips } = this.loops;
    let future = after;
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
    let at = this.segments.address[s];
    const lives = lastUser[at] > call;
    this.lives = lives;
    if (stride === 0 || earliest[value] > call || latest[value] <= call) return limit;
    let same = 1;
    for (at += stride; same < limit && lastUser[at] > call === lives; at += stride) same++;
    return same;
  }

  /** As `liveRecords`, of a stream that overlaps. */
  private visitedRecords(body: PlannedBody, s: number, limit: number): number {
    const { value, stride } = body.streams[s];
    if (this.lastRuns === null) throw new Error(`internal: the runs of call ${this.call} were not gone through`);
    const { base, lastRun } = this.lastRuns.of(value);
    const { lastUser } = this.lifetimes;
    const { call, runs } = this;
    let at = this.segments.address[s];
    const lives = lastRun[at - base] > runs || lastUser[at] > call;
    this.lives = lives;
    if (stride === 0) return limit;
    let same = 1;
    for (at += stride; same < limit && (lastRun[at - base] > runs || lastUser[at] > call) === lives; at += stride) {
      same++;
    }
    return same;
  }

  /** For how many records a stream finds nothing on the stack, at most `limit`. */
  private absentRecords(body: PlannedBody, s: number, limit: number): number {
    const { offStack, stride } = body.streams[s];
    const first = this.segments.address[s];
    if (offStack === 'error' || (offStack === 'argument' && this.isEager)) {
      throw new Error(`internal: call ${this.call} reads address ${first}, which holds nothing`);
    }
    if (stride === 0) return limit;
    const { owner } = this.stack;
    let absent = 1;
    for (let at = first + stride; absent < limit && owner[at] === NONE; at += stride) absent++;
    return absent;
  }
}

/** The templates of one body that were met so far. */
class TemplateCache {
  /** Where dead versions stay: the streams that are written before they are read, those that stay and those that move. */
  readonly overwritten: readonly number[];
  readonly overwrittenRuns: readonly number[];
  private readonly body: PlannedBody;
  private readonly hasGhosts: boolean;
  private readonly found = {
    several: new Map<number, RecordTemplate>(),
    one: new Map<number, RecordTemplate>(),
    'last one': new Map<number, RecordTemplate>(),
  };
  private recentKey = -1;
  private recentKind: RunKind = 'one';
  private recent: RecordTemplate | null = null;

  constructor(body: PlannedBody, hasGhosts: boolean) {
    this.body = body;
    this.hasGhosts = hasGhosts;
    const anew = [...body.streams.keys()].filter((s) => startsAnew(body.streams[s], body));
    this.overwritten = anew.filter((s) => body.streams[s].stride === 0);
    this.overwrittenRuns = anew.filter((s) => body.streams[s].stride !== 0);
  }

  find(key: number, kind: RunKind): RecordTemplate {
    if (this.recent !== null && key === this.recentKey && kind === this.recentKind) return this.recent;
    let template = this.found[kind].get(key);
    if (template === undefined) {
      const has = (bit: number): boolean => Math.floor(key / bit) % 2 === 1;
      const bits = this.body.streams.map((_, s) => s);
      const isPresent = bits.map((s) => has(IS_PRESENT[s]));
      const simulator = this.hasGhosts
        ? new ClassicRecord(this.body, isPresent)
        : new LiveRecord(
            this.body,
            isPresent,
            bits.map((s) => has(LIVES[s])),
          );
      template = recordTemplate(this.body, isPresent, simulator, kind);
      this.found[kind].set(key, template);
    }
    this.recent = template;
    this.recentKey = key;
    this.recentKind = kind;
    return template;
  }
}
