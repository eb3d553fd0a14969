import type { KernelLaw } from '../kernel-cases.ts';

export const scanLaws: Record<string, KernelLaw> = {};
