/** Numbers before the reads of an entry, and of each read. */
const OF_ENTRY = 2;
const OF_READ = 4;

/** What first reads ask of the stack that an update is priced on: in which block an address lies, and what is above it. */
export interface MarkedStack {
  readonly order: { isAbove(block: number, other: number): boolean; above(block: number): number };
  /** By piece. */
  readonly block: Readonly<Record<number, number>>;
  /** By address. */
  readonly owner: Readonly<Record<number, number>>;
  mark(): number;
  unmark(marker: number): void;
}

/**
 * The first read of every element that an update begins with, in order, noted while the update is priced under `eager`:
 * all of it that depends on the stack before the first call (D54). 16 bytes a read of a record, of which an entry holds
 * many alike.
 */
export class FirstReads {
  /** What lay on the stack before the first call, bottom to top: address, stride, count. */
  readonly laid: number[] = [];
  private stack: MarkedStack | null = null;
  private hasBegun = false;
  /** A marker on the stack above what nothing has read. */
  private marker = -1;
  /**
   * Entries: the number of their records, the reads of each, and of each read in record 0 and from record to record the
   * address and the depth: address, step, depth, slope. A negative depth: all before it is on top by then.
   */
  private log = new Int32Array(1024);
  private entry = 0;
  private length = 0;
  /** The reads of a record that is being noted, in the order of their instructions. */
  private noted = 0;
  private masks = new Int32Array(32);
  private bits = new Int32Array(32);
  private fields = new Int32Array(32 * OF_READ);

  /** Whether an engine notes first reads here. Others leave it as it is. */
  get isKept(): boolean {
    return this.hasBegun;
  }

  /** Notes a run of elements on the stack. */
  lay(address: number, stride: number, count: number): void {
    this.laid.push(address, stride, count);
  }

  /** To be called when all lie there. */
  begin(stack: MarkedStack): void {
    this.stack = stack;
    this.marker = stack.mark();
    this.hasBegun = true;
  }

  /** To be called after the last call: the stack is not kept for the notes. */
  end(): void {
    this.stack?.unmark(this.marker);
    this.stack = null;
  }

  /** Whether an element on the stack was not read yet. */
  isUnread(address: number): boolean {
    const { stack } = this;
    return stack?.order.isAbove(this.marker, stack.block[stack.owner[address]]) === true;
  }

  /** Elements above all that were not read. */
  above(): number {
    return this.stack === null ? 0 : this.stack.order.above(this.marker);
  }

  /** Begins an entry of `records` records. */
  open(records: number): void {
    this.room(OF_ENTRY);
    this.entry = this.length;
    this.log[this.entry] = records;
    this.log[this.entry + 1] = 0;
  }

  /**
   * Notes a read of the record at hand, of the stream of a bit, after instructions that took the streams of `taken`.
   * Instructions take ever more, so `taken` puts the reads in order.
   */
  read(bit: number, taken: number, address: number, step: number, depth: number, slope: number): void {
    if (this.noted === this.masks.length) this.growRecord();
    const { masks, bits, fields } = this;
    let at = this.noted++;
    for (; at > 0 && masks[at - 1] > taken; at--) {
      masks[at] = masks[at - 1];
      bits[at] = bits[at - 1];
      fields.copyWithin(at * OF_READ, (at - 1) * OF_READ, at * OF_READ);
    }
    masks[at] = taken;
    bits[at] = bit;
    fields[at * OF_READ] = address;
    fields[at * OF_READ + 1] = step;
    fields[at * OF_READ + 2] = depth;
    fields[at * OF_READ + 3] = slope;
  }

  /** Ends a record of the entry; more may follow, which come after it in each of the entry's. */
  close(): void {
    const { noted, masks, bits, fields, entry } = this;
    if (noted === 0) return;
    this.noted = 0;
    if (this.length === entry) this.length += OF_ENTRY;
    this.room(noted * OF_READ);
    const { log } = this;
    let untaken = -1;
    for (let i = 0; i < noted; i++) {
      const to = this.length + i * OF_READ;
      // At the start of a record, and where an earlier instruction has taken one of those before.
      const isAfter = (masks[i] & untaken) !== 0 || i === 0;
      if (isAfter) untaken = 0;
      untaken |= bits[i];
      log[to] = fields[i * OF_READ];
      log[to + 1] = fields[i * OF_READ + 1];
      log[to + 2] = isAfter ? -fields[i * OF_READ + 2] : fields[i * OF_READ + 2];
      log[to + 3] = fields[i * OF_READ + 3];
    }
    this.length += noted * OF_READ;
    log[entry + 1] += noted;
  }

  /**
   * Calls `visit` for every read, in order: `count` elements, one after the other as of as many instructions, from an
   * address on by `step`, and the depth at which the first was read, from which those of the others rise by `slope`.
   * `isAfter`: all visited before were moved to the top by then.
   */
  forEach(
    visit: (address: number, step: number, count: number, depth: number, slope: number, isAfter: boolean) => void,
  ): void {
    const { log, length } = this;
    for (let entry = 0; entry < length; ) {
      const records = log[entry];
      const start = entry + OF_ENTRY;
      const end = start + log[entry + 1] * OF_READ;
      if (end - start === OF_READ) {
        visit(log[start], log[start + 1], records, -log[start + 2], log[start + 3], true);
      } else {
        for (let t = 0; t < records; t++) {
          for (let at = start; at < end; at += OF_READ) {
            const depth = log[at + 2];
            visit(log[at] + t * log[at + 1], 0, 1, Math.abs(depth) + t * log[at + 3], 0, depth < 0);
          }
        }
      }
      entry = end;
    }
  }

  private room(numbers: number): void {
    const least = this.length + numbers + OF_ENTRY;
    if (least <= this.log.length) return;
    const larger = new Int32Array(Math.max(least, 2 * this.log.length));
    larger.set(this.log.subarray(0, this.length + OF_ENTRY));
    this.log = larger;
  }

  private growRecord(): void {
    const { masks, bits, fields } = this;
    this.masks = new Int32Array(2 * masks.length);
    this.masks.set(masks);
    this.bits = new Int32Array(2 * bits.length);
    this.bits.set(bits);
    this.fields = new Int32Array(2 * fields.length);
    this.fields.set(fields);
  }
}
