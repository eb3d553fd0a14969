import { aliasModels } from './alias.ts';
import { binaryModels } from './binary.ts';
import { concatModels } from './concat.ts';
import { gatherModels } from './gather.ts';
import type { KernelModel } from './kernel-plan.ts';
import { matMulModels } from './matmul.ts';
import { rearrangeModels } from './rearrange.ts';
import { reduceModels } from './reduce.ts';
import { selectModels } from './select.ts';
import { sliceModels } from './slice.ts';
import { softmaxModels } from './softmax.ts';
import { transposeModels } from './transpose.ts';
import { unaryModels } from './unary.ts';

/** The access model of every kernel that has one, by the name of the kernel. */
export const KERNEL_MODELS: ReadonlyMap<string, KernelModel> = new Map(
  Object.entries({
    ...aliasModels,
    ...binaryModels,
    ...concatModels,
    ...gatherModels,
    ...matMulModels,
    ...rearrangeModels,
    ...reduceModels,
    ...selectModels,
    ...sliceModels,
    ...softmaxModels,
    ...transposeModels,
    ...unaryModels,
  }),
);
