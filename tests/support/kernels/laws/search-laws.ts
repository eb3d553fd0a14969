import type { KernelLaw } from '../kernel-cases.ts';

export const searchLaws: Record<string, KernelLaw> = {};
