import type { KernelLaw } from '../kernel-cases.ts';

export const poolingLaws: Record<string, KernelLaw> = {};
