import { configDefaults, defineConfig } from 'vitest/config';

// `npm run test:slow` (vitest --mode slow) runs the slow tests in place of the quick ones.
export default defineConfig(({ mode }) => {
  const slow = mode === 'slow';
  return {
    test: {
      include: [slow ? 'tests/**/*.slow.test.ts' : 'tests/**/*.test.ts'],
      exclude: slow ? configDefaults.exclude : [...configDefaults.exclude, 'tests/**/*.slow.test.ts'],
      pool: 'forks',
      // Of two processors one would be left idle.
      maxWorkers: '100%',
      // Generous: a test may share two cores with a training run.
      testTimeout: slow ? 900_000 : 180_000,
      hookTimeout: 180_000,
    },
  };
});
