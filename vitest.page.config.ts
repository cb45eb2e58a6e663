import { defineConfig } from 'vitest/config';

/** The page in a browser: `npm run test:page`. Needs Chromium and pdftotext (scripts/ci/page.sh installs them). */
export default defineConfig({
  test: {
    include: ['test/page/**/*.test.ts'],
    globalSetup: ['test/support/temporary.ts', 'test/support/build.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One browser at a time: they are the load.
    fileParallelism: false,
  },
});
