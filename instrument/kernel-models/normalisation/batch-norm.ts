import type { KernelModels } from '../model/kernel-model.ts';

export const batchNormModels: KernelModels = {};
