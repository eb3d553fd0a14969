import { configDefaults, defineConfig } from 'vitest/config';

// `ODOMETER_SLOW=1` (npm run test:slow) selects the slow tests instead of the quick ones.
const slow = process.env.ODOMETER_SLOW === '1';

export default defineConfig({
  test: {
    include: [slow ? 'tests/**/*.slow.test.ts' : 'tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(slow ? [] : ['tests/**/*.slow.test.ts'])],
    pool: 'forks',
    testTimeout: slow ? 900_000 : 60_000,
  },
});
