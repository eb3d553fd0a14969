/**
 * Reads of an iteration, each a progression of depths with how often it was read. Alike ones are noted once, however far apart:
 * loops inside one another read nearly all of them several times over (D82).
 */
export class NotedDepths {
  count = 0;
  /** By entry: the site, the depth in the first of so many records, and the change from one to the next. */
  site = new Int32Array(16);
  first = new Int32Array(16);
  slope = new Int32Array(16);
  records = new Int32Array(16);
  times = new Float64Array(16);
  /** 1 + an entry, at the next free place from its hash on; 0: free. At most half are taken. */
  private table = new Int32Array(32);

  enter(site: number, first: number, slope: number, records: number, times: number): void {
    const change = records === 1 ? 0 : slope;
    const mask = this.table.length - 1;
    let place = hash(site, first, change, records) & mask;
    for (let entry = this.table[place]; entry !== 0; entry = this.table[place]) {
      const i = entry - 1;
      if (this.first[i] === first && this.site[i] === site && this.slope[i] === change && this.records[i] === records) {
        this.times[i] += times;
        return;
      }
      place = (place + 1) & mask;
    }
    const own = this.count++;
    this.table[place] = own + 1;
    this.site[own] = site;
    this.first[own] = first;
    this.slope[own] = change;
    this.records[own] = records;
    this.times[own] = times;
    if (this.count === this.site.length) this.grow();
  }

  clear(): void {
    this.count = 0;
    this.table.fill(0);
  }

  private grow(): void {
    const { site, first, slope, records, times, count } = this;
    for (const name of ['site', 'first', 'slope', 'records'] as const) {
      const larger = new Int32Array(2 * count);
      larger.set(this[name]);
      this[name] = larger;
    }
    this.times = new Float64Array(2 * count);
    this.times.set(times);
    this.table = new Int32Array(4 * count);
    const mask = this.table.length - 1;
    for (let i = 0; i < count; i++) {
      let place = hash(site[i], first[i], slope[i], records[i]) & mask;
      while (this.table[place] !== 0) place = (place + 1) & mask;
      this.table[place] = i + 1;
    }
  }
}

function hash(site: number, first: number, slope: number, records: number): number {
  const mixed =
    Math.imul(first, 0x9e3779b1) ^ Math.imul(site + 64 * slope, 0x85ebca6b) ^ Math.imul(records, 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}
