const http = require('node:http');
const fs = require('node:fs');
const path = require('node:path');
const { sum } = require('fastsum');
const { router } = require('routes');

const page = fs.readFileSync(path.join(__dirname, 'public', 'index.html'), 'utf8');
const find = router({
  '/health': () => 'ok\n',
  '/': () => page,
  '/sum': (query) => `${sum((query.get('of') ?? '').split(',').map(Number))}\n`,
});

http
  .createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const answer = find(pathname);
    response.statusCode = answer ? 200 : 404;
    response.end(answer ? answer(searchParams) : 'not found\n');
  })
  .listen(process.env.PORT ?? 3000);
