import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { InputError } from '../../core/input-error.ts';
import { trialName } from '../../core/tuning/found-schedule.ts';
import type { ProductTrial } from '../../core/tuning/product-trial.ts';

const triedSchema = z.strictObject({
  product: z.string(),
  granularity: z.enum(['scalar', 'register']),
  bytes: z.int().min(1).max(8),
  loops: z.string(),
  cost: z.int().min(1),
});

/** Prices one product in these loops. */
export type LoopsPricer = (trial: ProductTrial, loops: string) => Promise<number>;

/** What a search has priced, in a file beside its schedule, a line each: an interrupted search goes on where it stopped. */
export class TriedTiles {
  readonly #file: string;
  readonly #costs = new Map<string, number>();

  /** Throws InputError where the file holds something else; a last line that is cut off is left out. */
  constructor(file: string) {
    this.#file = file;
    if (!existsSync(file)) return;
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    for (const [index, line] of lines.entries()) {
      const parsed = triedSchema.safeParse(jsonOf(line));
      if (!parsed.success)
        throw new InputError(`${file}: line ${index + 1} is none of odometer tune; take the file away`);
      const { cost, ...tried } = parsed.data;
      this.#costs.set(JSON.stringify(tried), cost);
    }
  }

  /** How many loops have a price. */
  get size(): number {
    return this.#costs.size;
  }

  /** Has what has no price yet priced, and keeps it. Throws InputError where it cannot be kept. */
  async price(trial: ProductTrial, loops: string, price: LoopsPricer): Promise<number> {
    const key = keyOf(trial, loops);
    const known = this.#costs.get(JSON.stringify(key));
    if (known !== undefined) return known;
    const cost = await price(trial, loops);
    this.#costs.set(JSON.stringify(key), cost);
    try {
      appendFileSync(this.#file, `${JSON.stringify({ ...key, cost })}\n`);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new InputError(
        `--out: ${this.#file} cannot be written (${code ?? message}); name a file in a folder that exists`,
      );
    }
    return cost;
  }

  /** The schedule is written: nothing is left to go on with. */
  remove(): void {
    rmSync(this.#file, { force: true });
  }
}

function keyOf(trial: ProductTrial, loops: string): Omit<z.infer<typeof triedSchema>, 'cost'> {
  const { granularity, bytes } = trial;
  return { product: trialName(trial), granularity, bytes, loops };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
