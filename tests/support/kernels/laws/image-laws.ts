import type { KernelLaw } from '../kernel-cases.ts';

export const imageLaws: Record<string, KernelLaw> = {};
