import '@tensorflow/tfjs-backend-cpu';
import { getKernelsForBackend } from '@tensorflow/tfjs-core';
import { KERNEL_MODELS } from './all-models.ts';
import { OUT_OF_SCOPE } from './out-of-scope.ts';
import { registeredModels } from './registered-models.ts';

/** Kernels whose addresses depend on values: a trace has them that computes these, or where they are made of host numbers. */
export const COMPUTED: ReadonlySet<string> = new Set([
  'Bincount',
  'CropAndResize',
  'DenseBincount',
  'Dilation2DBackpropFilter',
  'Dilation2DBackpropInput',
  'GatherNd',
  'GatherV2',
  'MaxPool3DGrad',
  'MaxPoolGrad',
  'Multinomial',
  'NonMaxSuppressionV3',
  'NonMaxSuppressionV4',
  'NonMaxSuppressionV5',
  'RaggedGather',
  'RaggedRange',
  'RaggedTensorToTensor',
  'ScatterNd',
  'SearchSorted',
  'SparseFillEmptyRows',
  'SparseSegmentMean',
  'SparseSegmentSum',
  'SparseToDense',
  'TensorScatterUpdate',
  'TopK',
  'Transform',
  'Unique',
]);

/** Kernels with branches that depend on values: without these their models read what all branches read. */
export const BRANCH_FREE: ReadonlySet<string> = new Set(['OneHot', 'Select']);

/** Kernels that no tensor goes into: what they make is numbers of the host, and nothing is read. */
export const WITHOUT_TENSORS: ReadonlySet<string> = new Set(['Fill', 'LinSpace', 'Range']);

/** What a trace can have of a kernel, the best first. */
export const TRACED_AS = ['from shapes', 'with computed values', 'needs none', 'out of scope', 'missing'] as const;
export type TracedAs = (typeof TRACED_AS)[number];

/** A kernel of the cpu backend. */
export interface TracedKernel {
  readonly kernel: string;
  readonly traced: TracedAs;
  /** What else is to be known of it; '' where nothing is. */
  readonly note: string;
}

/** Every kernel that is registered for the cpu backend now, by what a trace can have of it, then by name. */
export function tracedKernels(): TracedKernel[] {
  const names = getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);
  const kernels = [...new Set(names)].sort().map(tracedKernel);
  return TRACED_AS.flatMap((traced) => kernels.filter((kernel) => kernel.traced === traced));
}

function tracedKernel(kernel: string): TracedKernel {
  if (KERNEL_MODELS.has(kernel)) {
    const traced = COMPUTED.has(kernel) ? 'with computed values' : 'from shapes';
    return { kernel, traced, note: BRANCH_FREE.has(kernel) ? 'all branches, where values are not known' : '' };
  }
  const own = registeredModels().get(kernel);
  if (own !== undefined) {
    const traced = own.values === 'computed' ? 'with computed values' : 'from shapes';
    return { kernel, traced, note: 'its model was registered' };
  }
  if (WITHOUT_TENSORS.has(kernel)) return { kernel, traced: 'needs none', note: '' };
  const reason = OUT_OF_SCOPE.get(kernel);
  return reason === undefined
    ? { kernel, traced: 'missing', note: 'give its model by registerKernelModel' }
    : { kernel, traced: 'out of scope', note: reason };
}
