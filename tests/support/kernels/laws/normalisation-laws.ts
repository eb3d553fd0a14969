import type { KernelLaw } from '../kernel-cases.ts';

export const normalisationLaws: Record<string, KernelLaw> = {};
