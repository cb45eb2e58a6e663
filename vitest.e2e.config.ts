import { defineConfig } from 'vitest/config';

/** What is deployed, on an emulator of AWS: `npm run test:e2e` (scripts/ci/e2e.sh installs it). */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/support/temporary.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
