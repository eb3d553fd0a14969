import { fileURLToPath } from 'node:url';
import { bytes, exactDigits, significant } from '../../reports/writing/format.ts';
import { escapeMarkdown } from '../../reports/writing/markdown-table.ts';
import type { CaseFigures } from './case-figures.ts';

/** The page that holds the answers. */
export const THREADS_PAGE = fileURLToPath(new URL('../../docs/tfjs-threads.md', import.meta.url));

/** What users of TensorFlow.js asked, and what the gallery's figures say to it. */
export interface ThreadAnswer {
  /** Of tensorflow/tfjs, where no other repository is named. */
  readonly threads: string;
  readonly asked: string;
  /** One sentence. Throws RangeError where the figures no longer bear it out. */
  readonly answer: (of: (label: string) => CaseFigures) => string;
}

/** How many times the one figure is the other: `3.561`. Throws RangeError unless it is more. */
function times(more: number, less: number): string {
  if (!(more > less)) throw new RangeError(`thread answers: ${more} is not more than ${less}; say something else`);
  return significant(more / less);
}

function same(first: number, second: number): string {
  if (first !== second) throw new RangeError(`thread answers: ${first} is not ${second}; say something else`);
  return exactDigits(first);
}

/** Multiplications of a convolution without padding: outputs, taps of one, channels of the filter. */
const macsOf = (out: number, K: number, channels: number): number => out ** 2 * K ** 2 * channels;

/** What is read of states joined on one by one, beyond each once: all of them so far, in each step but the first. */
const joinedOn = (steps: number, state: number): number => state * ((steps * (steps + 1)) / 2 - 1 - steps);

export const THREAD_ANSWERS: readonly ThreadAnswer[] = [
  {
    threads: '#582',
    asked: 'What do the blocks of 48 of the cpu backend gain in matMul?',
    answer: (of) => {
      const [small, large] = [48, 144].map((n) => [
        of(`matMul in plain loops n=${n}`),
        of(`matMul in blocks of 48 n=${n}`),
      ]);
      return `Up to 48 nothing, as it is one block (cost ${same(small[0].cost, small[1].cost)} both ways); at 144 plain loops cost ${times(large[0].cost, large[1].cost)} times as much, though the blocks read ${exactDigits(large[1].reads - large[0].reads)} elements more.`;
    },
  },
  {
    threads: '#5869',
    asked: 'Why is gather so much slower than cumsum, and gatherND not?',
    answer: (of) => {
      const [gather, nd, sum] = ['lookup by gather', 'lookup by gatherND', 'cumulative sum'].map((name) =>
        of(`${name} n=4096`),
      );
      return `Of 4,096 places gather reads ${exactDigits(gather.reads)} elements, since it goes over all indices once more to check them, gatherND ${exactDigits(nd.reads)}: gather costs ${times(gather.cost, nd.cost)} times as much, and ${times(gather.cost, sum.cost)} times as much as a cumulative sum, which reads ${exactDigits(sum.reads)}.`;
    },
  },
  {
    threads: '#1867',
    asked: 'In which way should a cumulative sum be made?',
    answer: (of) => {
      const [sum, doubling, triangle] = [
        'cumulative sum',
        'cumulative sum by doubling',
        'cumulative sum by a triangle',
      ].map((name) => of(`${name} n=256`));
      return `One after the other: of 256 elements, adding at doubling distances costs ${times(doubling.cost, sum.cost)} times as much as the kernel, the product with a triangle of ones ${times(triangle.cost, sum.cost)} times.`;
    },
  },
  {
    threads: '#1673',
    asked: 'Does a depthwise convolution move less than a full one, for what it computes?',
    answer: (of) => {
      const [full, depthwise] = ['conv2d from all channels to all', 'conv2d depthwise'].map((name) =>
        of(`${name} n=16 K=9 channels=16`),
      );
      const [each, own] = [full.cost / macsOf(8, 9, 16 * 16), depthwise.cost / macsOf(8, 9, 16)];
      return `Per multiplication it costs ${significant(own)} against ${significant(each)}, ${times(each, own)} times less, because its filters are ${times(81 * 256, 81 * 16)} times smaller, so that a read costs ${significant(depthwise.cost / depthwise.reads)} in place of ${significant(full.cost / full.reads)}; altogether ${times(full.cost, depthwise.cost)} times less.`;
    },
  },
  {
    threads: '#5199',
    asked: 'Are few channels poor for conv2d?',
    answer: (of) => {
      const [few, many] = [of('conv2d to three out=24 K=9 channels=4'), of('conv2d to three out=24 K=3 channels=36')];
      return `Not for what they move: with as many reads (${same(few.reads, many.reads)}) a 9 x 9 filter on 4 channels costs ${times(many.cost, few.cost)} times less than a 3 x 3 filter on 36, whose image has ${times(26 ** 2 * 36, 32 ** 2 * 4)} times as many elements.`;
    },
  },
  {
    threads: 'tfjs-core #1210',
    asked: 'Kernels of MobileNet v2 became up to 100 times faster by flat indices: do they move less?',
    answer: (of) => {
      const [normalised, folded] = ['bottleneck normalised', 'bottleneck folded'].map((name) =>
        of(`${name} n=8 channels=8 wide=48`),
      );
      return `No, an index is no read; what does move less is folding the normalisations into filters and biases: ${exactDigits(normalised.reads - folded.reads)} reads fewer of ${exactDigits(normalised.reads)}, and the block with them costs ${times(normalised.cost, folded.cost)} times as much.`;
    },
  },
  {
    threads: 'tfjs-core #995',
    asked: 'Is the gradient of a convolution by its image as dear as the convolution?',
    answer: (of) => {
      const [forward, gradient] = ['conv2d forward', 'conv2d gradient by the image'].map((name) =>
        of(`${name} n=12 K=3 channels=8`),
      );
      return `Nearly: with as many multiplications it costs ${times(gradient.cost, forward.cost)} times as much.`;
    },
  },
  {
    threads: 'tfjs-core #1299, #1316, #1333',
    asked: 'What does the gradient of resizing cost?',
    answer: (of) => {
      const [near, nearToo, linear, linearToo] = [
        'nearest forward',
        'nearest with gradient',
        'bilinear forward',
        'bilinear with gradient',
      ].map((name) => of(`${name} n=12 to=48`));
      return `Enlarged four times each way, with the gradient the nearest neighbour costs ${times(nearToo.cost, near.cost)} times as much as without, bilinear interpolation ${times(linearToo.cost, linear.cost)} times.`;
    },
  },
  {
    threads: '#5690, #7722',
    asked: 'What does a product by einsum, which has no gradient, cost beside matMul?',
    answer: (of) => {
      const [einsum, product] = [of('product by einsum n=24'), of('product by matMul n=24')];
      return `${times(einsum.cost, product.cost)} times as much, because it multiplies all pairs before it adds: it holds ${bytes(einsum.peak)} where matMul holds ${bytes(product.peak)}.`;
    },
  },
  {
    threads: '#4192, PR #5789',
    asked: 'One matrix for all of a batch: broadcast, tiled, or one product of all rows?',
    answer: (of) => {
      const [broadcast, tiled, rows] = ['matMul broadcast', 'matMul tiled', 'matMul of rows'].map((name) =>
        of(`${name} batch=8 n=16`),
      );
      return `Broadcasting costs exactly what one product of all rows does (${same(broadcast.cost, rows.cost)}), copies of the matrix cost ${times(tiled.cost, broadcast.cost)} times as much and hold ${times(tiled.peak, broadcast.peak)} times as many bytes.`;
    },
  },
  {
    threads: 'PR #4955',
    asked: 'Should the heads of attention go one by one, or in one product?',
    answer: (of) => {
      const [each, all] = ['heads one by one', 'heads in one product'].map((name) => of(`${name} n=64 d=16 heads=4`));
      return `One by one: with as many reads (${same(each.reads, all.reads)}) all heads at once cost ${times(all.cost, each.cost)} times as much and hold ${times(all.peak, each.peak)} times as many bytes, because the scores of one head are gone before the next begins.`;
    },
  },
  {
    threads: '#1213; tfjs-layers PR #365, #389',
    asked: 'Join the states of a recurrent layer on step by step, or stack them at the end?',
    answer: (of) => {
      const [joined, stacked] = ['steps joined on', 'steps stacked'].map((name) =>
        of(`${name} steps=32 batch=2 units=8`),
      );
      return `Stack them: joining reads ${same(joined.reads - stacked.reads, joinedOn(32, 2 * 8))} elements more in 32 steps, a number that grows with their square, and costs ${times(joined.cost, stacked.cost)} times as much.`;
    },
  },
  {
    threads: 'PR #5236',
    asked: 'Is choosing the largest few cheaper than sorting?',
    answer: (of) => {
      const [one, some, all] = [1, 16, 2048].map((k) => of(`largest k n=2048 k=${k}`));
      return `Yes: of 2,048 numbers all in order cost ${times(all.cost, some.cost)} times as much as the largest 16, and these only ${times(some.cost, one.cost)} times as much as the largest one.`;
    },
  },
  {
    threads: '#5980, #584, #200',
    asked: 'What does summing up gradients over parts of a batch cost?',
    answer: (of) => {
      const [parts, whole] = [
        of('gradient in parts batch=64 features=16 hidden=32 parts=8'),
        of('gradient of a batch batch=64 features=16 hidden=32'),
      ];
      return `It pays: in 8 parts of 8 it reads ${exactDigits(parts.reads - whole.reads)} elements more, holds ${times(whole.peak, parts.peak)} times fewer bytes, and for that costs ${times(whole.cost, parts.cost)} times less.`;
    },
  },
  {
    threads: '#563, #722, #7425',
    asked: 'What does tf.profile leave out?',
    answer: (of) => {
      const layer = of('layer to profile batch=32 features=64');
      return `What is read: it reports ${bytes(PROFILED_BYTES)} allocated for a layer that reads ${bytes(4 * layer.reads)}, ${times(4 * layer.reads, PROFILED_BYTES)} times as many.`;
    },
  },
];

/** What TensorFlow.js allocates for the layer to profile: a product, a sum, a relu of 32 x 64. */
export const PROFILED_BYTES = 3 * 4 * 32 * 64;

/** The answers, as Markdown. The same figures give the same text. */
export function answersBlock(of: (label: string) => CaseFigures): string {
  return THREAD_ANSWERS.map(({ threads, asked, answer }) => {
    const [where, question, found] = [threads, asked, answer(of)].map(escapeMarkdown);
    return `- **${where}** *${question}* ${found}`;
  }).join('\n');
}
