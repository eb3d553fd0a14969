import '@tensorflow/tfjs-backend-cpu';
import type { BackendValues, DataId, Tensor, TypedArray } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { withLoggedAllocations } from '../../../instrument/fidelity/logged-allocations.ts';
import { AccessLog, LoggedBackend } from '../../../instrument/fidelity/stock-kernel.ts';

const COUNTING_BACKEND = 'counting';

/** What a run read, by kernel; what the host took is under `HostRead`. */
export type ReadsByKernel = Readonly<Record<string, number>>;

export interface CountedRun {
  /** The elements of each tensor. */
  readonly outputs: readonly TypedArray[];
  readonly reads: ReadsByKernel;
}

/**
 * Runs what `prepare` returns on the stock cpu kernels with proxies in place of their typed arrays, and counts the reads
 * of each kernel while it is executed; what is made by `prepare` itself is proxied, too. Knows nothing of access models.
 */
export function countedRun(prepare: () => () => Tensor[]): CountedRun {
  const previous = tf.getBackend();
  const log = new AccessLog();
  const backend = new CountingBackend(log);
  tf.registerBackend(COUNTING_BACKEND, () => backend);
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    tf.registerKernel({
      kernelName,
      backendName: COUNTING_BACKEND,
      kernelFunc: (given) => backend.counted(kernelName, () => kernelFunc(given)),
    });
  }
  void tf.setBackend(COUNTING_BACKEND);
  try {
    const found: CountedRun[] = [];
    tf.tidy(() => {
      const run = prepare();
      backend.reads.clear();
      const tensors = withLoggedAllocations((array) => log.wrap(array), run);
      const reads = Object.fromEntries(backend.reads);
      found.push({ outputs: tensors.map((tensor) => tensor.dataSync().slice()), reads });
    });
    return found[0];
  } finally {
    tf.disposeVariables();
    void tf.setBackend(previous);
    tf.removeBackend(COUNTING_BACKEND);
    for (const { kernelName } of tf.getKernelsForBackend(COUNTING_BACKEND)) {
      tf.unregisterKernel(kernelName, COUNTING_BACKEND);
    }
  }
}

class CountingBackend extends LoggedBackend {
  readonly reads = new Map<string, number>();
  private readonly seen: AccessLog;
  private inKernel = false;

  constructor(log: AccessLog) {
    super(log);
    this.seen = log;
  }

  /** A kernel reads what it takes from the proxy, the host takes all of it. */
  override readSync(dataId: DataId): BackendValues {
    const values = super.readSync(dataId);
    if (this.inKernel || this.data.get(dataId).dtype === 'complex64') return values;
    // Where the dtype is another than the array's, the library has made a copy.
    const taken = ArrayBuffer.isView(values) ? (values as TypedArray) : this.seen.raw(values);
    this.add('HostRead', taken.length);
    return taken;
  }

  counted<T>(kernel: string, run: () => T): T {
    const before = this.seen.accesses.length;
    this.inKernel = true;
    try {
      return run();
    } finally {
      this.inKernel = false;
      this.add(kernel, this.seen.accesses.slice(before).filter(({ kind }) => kind === 'read').length);
    }
  }

  private add(kernel: string, reads: number): void {
    if (reads > 0) this.reads.set(kernel, (this.reads.get(kernel) ?? 0) + reads);
  }
}
