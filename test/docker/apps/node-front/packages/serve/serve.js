#!/usr/bin/env node
// Plays the package of this name: serves a folder; with -s every unknown path is index.html.
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const words = process.argv.slice(2);
const port = Number(words[words.indexOf('-l') + 1] ?? 3000);
const folder = words.find((word, index) => !word.startsWith('-') && words[index - 1] !== '-l') ?? '.';
http
  .createServer((request, response) => {
    const asked = path.join(folder, path.normalize(new URL(request.url, 'http://localhost').pathname));
    const there = fs.existsSync(asked) && fs.statSync(asked).isFile();
    response.end(fs.readFileSync(there ? asked : path.join(folder, 'index.html')));
  })
  .listen(port);
