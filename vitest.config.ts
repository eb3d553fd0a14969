import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/** Folders whose tests leave nothing behind in their process: they share it, and what it has loaded. */
const SHARING = ['tests/core', 'tests/reports'];

// `npm run test:slow` (vitest --mode slow) runs the slow tests in place of the quick ones.
export default defineConfig(({ mode }) => {
  const slow = mode === 'slow';
  const testsIn = (folder: string): string => `${folder}/**/*.${slow ? 'slow.test' : 'test'}.ts`;
  const exclude = slow ? configDefaults.exclude : [...configDefaults.exclude, 'tests/**/*.slow.test.ts'];
  return {
    // As users import it.
    resolve: { alias: { 'tensor-odometer': fileURLToPath(new URL('index.ts', import.meta.url)) } },
    test: {
      pool: 'forks',
      // By default one processor of two would be left idle.
      maxWorkers: '100%',
      // Generous: a test may share two cores with a training run.
      testTimeout: slow ? 900_000 : 180_000,
      hookTimeout: 180_000,
      projects: [
        {
          extends: true,
          test: {
            name: 'apart',
            include: [testsIn('tests'), testsIn('examples')],
            exclude: [...exclude, ...SHARING.map(testsIn)],
          },
        },
        {
          extends: true,
          // After the others: a process is shared by files that follow one another.
          test: {
            name: 'sharing',
            include: SHARING.map(testsIn),
            exclude,
            isolate: false,
            sequence: { groupOrder: 1 },
          },
        },
      ],
    },
  };
});
