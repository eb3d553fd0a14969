const NONE = -1;
/** Of a line that nothing has touched. */
export const UNTOUCHED = 255;

/**
 * LRU memories of lines, smallest first, each of which holds what the smaller ones do: one list of lines, the last touched on
 * top, which knows the last line of each memory, so that a touch takes a step a memory that the line was not in. Kim, Hill
 * and Wood, "Implementing stack simulation for highly-associative memories", 1991.
 */
export class LineMemories {
  /** How many memories there are: the level of lines that are in none. */
  private readonly levels: number;
  private readonly capacities: readonly number[];
  private readonly above: Int32Array;
  private readonly below: Int32Array;
  /** By line: the smallest memory that it is in. */
  private readonly levelOf: Uint8Array;
  /** By memory: the line that leaves it next, once it is full. */
  private readonly last: Int32Array;
  private top = NONE;
  private bottom = NONE;
  private held = 0;

  /** `capacities`: in lines, rising, fewer than 255. */
  constructor(lines: number, capacities: readonly number[]) {
    this.levels = capacities.length;
    this.capacities = capacities;
    this.above = new Int32Array(lines);
    this.below = new Int32Array(lines);
    this.levelOf = new Uint8Array(lines).fill(UNTOUCHED);
    this.last = new Int32Array(capacities.length).fill(NONE);
  }

  /** Puts a line on top. Tells the smallest memory that it was in, as many as there are where in none, or UNTOUCHED. */
  touch(line: number): number {
    const level = this.levelOf[line];
    // Most touches are of the line before, or of one that is in the smallest memory, which nothing leaves then.
    if (line === this.top) return level;
    if (level === UNTOUCHED) this.add(line);
    else this.raise(line, level);
    return level;
  }

  private add(line: number): void {
    this.putOnTop(line);
    this.held++;
    for (let l = 0; l < this.levels; l++) {
      if (this.held === this.capacities[l]) this.last[l] = this.bottom;
      else if (this.held > this.capacities[l]) this.drop(l);
    }
  }

  private raise(line: number, level: number): void {
    const { above, below } = this;
    const [over, under] = [above[line], below[line]];
    if (level < this.levels && this.last[level] === line) this.last[level] = over;
    below[over] = under;
    if (under === NONE) this.bottom = over;
    else above[under] = over;
    this.putOnTop(line);
    for (let l = 0; l < level; l++) this.drop(l);
  }

  private putOnTop(line: number): void {
    this.below[line] = this.top;
    this.above[line] = NONE;
    if (this.top === NONE) this.bottom = line;
    else this.above[this.top] = line;
    this.top = line;
    this.levelOf[line] = 0;
  }

  /** The last line of a full memory leaves it for the next. */
  private drop(level: number): void {
    const line = this.last[level];
    this.levelOf[line] = level + 1;
    this.last[level] = this.above[line];
  }
}
