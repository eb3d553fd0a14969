import { complexModels } from './complex-numbers/complex.ts';
import { fourierModels } from './complex-numbers/fourier.ts';
import { conv2dModels } from './convolutions/conv2d.ts';
import { conv3dModels } from './convolutions/conv3d.ts';
import { dilation2dModels } from './convolutions/dilation2d.ts';
import { fusedConv2dModels } from './convolutions/fused-conv2d.ts';
import { arithmeticModels } from './elementwise/arithmetic.ts';
import { binaryModels } from './elementwise/binary.ts';
import { selectModels } from './elementwise/select.ts';
import { unaryModels } from './elementwise/unary.ts';
import { cropAndResizeModels } from './images/crop-and-resize.ts';
import { nonMaxSuppressionModels } from './images/non-max-suppression.ts';
import { resizeModels } from './images/resize.ts';
import { resizeGradientModels } from './images/resize-gradients.ts';
import { transformModels } from './images/transform.ts';
import { turnModels } from './images/turn.ts';
import type { KernelModel } from './model/kernel-model.ts';
import { aliasModels } from './movement/alias.ts';
import { blockModels } from './movement/blocks.ts';
import { broadcastArgsModels } from './movement/broadcast-args.ts';
import { concatModels } from './movement/concat.ts';
import { gatherModels } from './movement/gather.ts';
import { mirrorPadModels } from './movement/mirror-pad.ts';
import { rearrangeModels } from './movement/rearrange.ts';
import { sliceModels } from './movement/slice.ts';
import { transposeModels } from './movement/transpose.ts';
import { batchNormModels } from './normalisation/batch-norm.ts';
import { localResponseModels } from './normalisation/local-response.ts';
import { poolModels } from './pooling/pool.ts';
import { einsumModels } from './products/einsum.ts';
import { matMulModels } from './products/matmul.ts';
import { reduceModels } from './reductions/reduce.ts';
import { scanModels } from './reductions/scan.ts';
import { softmaxModels } from './reductions/softmax.ts';
import { bincountModels } from './searches/bincount.ts';
import { multinomialModels } from './searches/multinomial.ts';
import { searchSortedModels } from './searches/search-sorted.ts';
import { topKModels } from './searches/top-k.ts';
import { uniqueModels } from './searches/unique.ts';
import { emptyRowModels } from './sparse/empty-rows.ts';
import { raggedGatherModels } from './sparse/ragged-gather.ts';
import { raggedRangeModels } from './sparse/ragged-range.ts';
import { raggedToDenseModels } from './sparse/ragged-to-dense.ts';
import { scatterModels } from './sparse/scatter.ts';
import { segmentSumModels } from './sparse/segment-sum.ts';
import { sparseReshapeModels } from './sparse/sparse-reshape.ts';
import { sparseSegmentModels } from './sparse/sparse-segments.ts';

/** The access model of every kernel that has one, by the name of the kernel. */
export const KERNEL_MODELS: ReadonlyMap<string, KernelModel> = new Map(
  Object.entries({
    ...aliasModels,
    ...arithmeticModels,
    ...binaryModels,
    ...blockModels,
    ...broadcastArgsModels,
    ...concatModels,
    ...gatherModels,
    ...einsumModels,
    ...matMulModels,
    ...mirrorPadModels,
    ...rearrangeModels,
    ...reduceModels,
    ...scanModels,
    ...selectModels,
    ...sliceModels,
    ...softmaxModels,
    ...transposeModels,
    ...unaryModels,
    ...conv2dModels,
    ...conv3dModels,
    ...dilation2dModels,
    ...fusedConv2dModels,
    ...poolModels,
    ...batchNormModels,
    ...localResponseModels,
    ...cropAndResizeModels,
    ...nonMaxSuppressionModels,
    ...resizeModels,
    ...resizeGradientModels,
    ...transformModels,
    ...turnModels,
    ...bincountModels,
    ...multinomialModels,
    ...searchSortedModels,
    ...topKModels,
    ...uniqueModels,
    ...emptyRowModels,
    ...raggedGatherModels,
    ...raggedRangeModels,
    ...raggedToDenseModels,
    ...scatterModels,
    ...segmentSumModels,
    ...sparseReshapeModels,
    ...sparseSegmentModels,
    ...complexModels,
    ...fourierModels,
  }),
);
