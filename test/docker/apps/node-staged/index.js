const { sum } = require('fastsum');

require('node:http')
  .createServer((request, response) => {
    response.end(request.url === '/health' ? 'ok\n' : `${sum(request.url.slice(1).split('-').map(Number))}\n`);
  })
  .listen(4000);
