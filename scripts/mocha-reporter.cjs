// Mocha's spec report, and the counts of this run as JSON in the file INDEX_LENS_TEST_RESULT names.
const fs = require('fs');
const Mocha = require('mocha');

module.exports = class extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.on('retry', (test, error) => {
      console.log(`    tried again: ${test.title} (${String(error.message).split('\n')[0]})`);
    });
    runner.once('end', () => {
      const file = process.env.INDEX_LENS_TEST_RESULT;
      if (!file) return;
      const { passes, failures, pending } = runner.stats;
      fs.writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
};
