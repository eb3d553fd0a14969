import type { KernelLaw } from '../kernel-cases.ts';

export const sparseLaws: Record<string, KernelLaw> = {};
