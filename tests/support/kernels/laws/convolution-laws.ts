import type { KernelLaw } from '../kernel-cases.ts';

export const convolutionLaws: Record<string, KernelLaw> = {};
