#!/usr/bin/env node
// Plain JavaScript that an old Node can parse, so that it can report the wrong version.
var NEEDED = 26;

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(
    'dateline needs Node ' +
      NEEDED +
      ' and this is ' +
      process.version +
      ': run it through npm (npm start, npx dateline), which brings its own after npm ci.',
  );
  process.exitCode = 1;
} else {
  void import('./compile-cache.js').then(() => import('../src/cli/index.ts')).then((cli) => cli.run(process.argv));
}
