import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Role } from '../../../core/trace/trace.ts';
import type { LabelListener } from '../../../instrument/labels/labels.ts';

/** Keeps the labels that a program gives, and says the present ones: `phase layer`. */
export class RecordingListener implements LabelListener {
  readonly roles = new Map<object, Role>();
  readonly hostReads: object[] = [];
  private readonly phases: string[] = [];
  private readonly layers: number[] = [];

  label(): string {
    return `${this.phases.at(-1) ?? 'unlabelled'} ${this.layers.at(-1) ?? '-'}`;
  }
  enterPhase(name: string): void {
    this.phases.push(name);
  }
  leavePhase(): void {
    this.phases.pop();
  }
  enterLayer(index: number): void {
    this.layers.push(index);
  }
  leaveLayer(): void {
    this.layers.pop();
  }
  enterIteration(index: number): void {
    throw new Error(`no iterations here, got ${index}`);
  }
  leaveIteration(): void {}
  setRole(role: Role, tensor: Tensor): void {
    this.roles.set(tensor.dataId, role);
  }
  hostRead(tensor: Tensor): void {
    this.hostReads.push(tensor.dataId);
  }
}

/** Runs `run` and calls `onKernel` for each kernel that it starts on the current backend. */
export function observeKernels(onKernel: () => void, run: () => void): void {
  const backend = tf.getBackend();
  const stock = tf.getKernelsForBackend(backend);
  const replace = (kernel: tf.KernelConfig) => {
    tf.unregisterKernel(kernel.kernelName, backend);
    tf.registerKernel(kernel);
  };
  for (const kernel of stock) {
    replace({
      ...kernel,
      kernelFunc: (call) => {
        onKernel();
        return kernel.kernelFunc(call);
      },
    });
  }
  try {
    run();
  } finally {
    stock.forEach(replace);
  }
}
