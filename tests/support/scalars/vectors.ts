import { readFileSync } from 'node:fs';

/** What the reference gives for one program; see tests/vectors/README.md. */
export interface Expected {
  readonly eager: ExpectedTrace;
  readonly two_stack: ExpectedTrace & { readonly epilogue_reads: number };
  readonly ir: { readonly loads: number; readonly bytedmd_live: number; readonly bytedmd_classic: number };
}

export interface ExpectedTrace {
  readonly reads: number;
  readonly totals: Readonly<Record<string, number>>;
  readonly trace_sha256: string;
  readonly trace?: readonly number[];
}

export const PROGRAM_FILES = ['a_examples', 'b_random', 'c_neural', 'd_attention'] as const;

export function vectorPath(file: string): string {
  return new URL(`../../vectors/${file}.json`, import.meta.url).pathname;
}

export function readVectors(file: string): unknown {
  return JSON.parse(readFileSync(vectorPath(file), 'utf8'));
}

/** The expectations of a programs file, in its order. */
export function readExpected(file: string): { name: string; expect: Expected }[] {
  return (readVectors(file) as { programs: { name: string; expect: Expected }[] }).programs;
}
