import type { KernelModels } from '../model/kernel-model.ts';

export const conv2dModels: KernelModels = {};
