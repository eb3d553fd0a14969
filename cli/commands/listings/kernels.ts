import type { CommandModule } from 'yargs';
import { print } from '../../files/standard-output.ts';

interface KernelsArguments {
  missing: boolean;
  json: boolean;
}

export const kernelsCommand: CommandModule<object, KernelsArguments> = {
  command: 'kernels',
  describe: 'List the kernels of TensorFlow.js, and your own, with how each can be traced',
  builder: (yargs) =>
    yargs
      .option('missing', { type: 'boolean', default: false, describe: 'Only those that no trace can have' })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .example('$0 kernels --missing', 'What a program must not call, and why')
      .epilogue(
        'Kernels and models that odometer.config.ts registers, or what it imports, are listed, too: see docs/kernel-models.md',
      ),
  handler: async ({ missing, json }) => {
    const { tracedKernels } = await import('../../../instrument/kernel-models/traced-kernels.ts');
    const { kernelList, kernelListText } = await import('../../../reports/printed/kernel-list.ts');
    const { jsonText } = await import('../../../reports/writing/visible-text.ts');
    const { projectConfig } = await import('../../cases/project-config.ts');
    await projectConfig();
    const list = kernelList(tracedKernels(), { missing });
    await print(json ? jsonText(list, 2) : kernelListText(list));
  },
};
