#!/usr/bin/env node
// Stands for the tools that a project has for its development only.
require('node:child_process').execFileSync(process.execPath, ['--check', ...process.argv.slice(2)]);
