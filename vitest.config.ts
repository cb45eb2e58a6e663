import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // In a browser: vitest.page.config.ts. On an emulator of AWS: vitest.e2e.config.ts.
    exclude: ['test/page/**', 'test/e2e/**'],
    globalSetup: ['test/support/temporary.ts', 'test/support/build.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
