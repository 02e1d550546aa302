const http = require('node:http');
const fs = require('node:fs');
const { router } = require('routes');
const { price } = require('./price.js');

const view = fs.readFileSync('views/article.txt', 'utf8');
const find = router({
  '/healthz': () => 'ok\n',
  '/article': (query) =>
    view.replace('{name}', query.get('name')).replace('{price}', price(query.get('name'))),
  '/version': () => `${process.env.SHOP_VERSION} ${process.env.NODE_ENV}\n`,
});

http
  .createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const answer = find(pathname);
    response.statusCode = answer ? 200 : 404;
    response.end(answer ? answer(searchParams) : 'not found\n');
  })
  .listen(8080);
