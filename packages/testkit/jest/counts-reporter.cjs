// Leaves the counts of a run where check.ts sums them up; turbo restores the file with a cached run.
const { mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

class CountsReporter {
  constructor(globalConfig) {
    this.folder = path.join(globalConfig.rootDir, '.test-results');
  }

  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = results;
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(
      path.join(this.folder, 'counts.json'),
      JSON.stringify({
        passed: numPassedTests,
        failed: numFailedTests + numRuntimeErrorTestSuites,
        skipped: numPendingTests + numTodoTests,
      }),
    );
  }
}

module.exports = CountsReporter;
