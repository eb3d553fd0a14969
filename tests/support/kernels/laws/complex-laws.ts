import type { KernelLaw } from '../kernel-cases.ts';

export const complexLaws: Record<string, KernelLaw> = {};
