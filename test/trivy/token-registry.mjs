// Stands before a registry on loopback and asks for a token, as registries on the net do; alice may have one.
// Use: node token-registry.mjs PORT BACKEND. Prints `leak` when a password comes anywhere but to where tokens are had.
import http from 'node:http';

const [port, backend] = process.argv.slice(2);
const login = `Basic ${Buffer.from('alice:s3cret').toString('base64')}`;

http
  .createServer((request, response) => {
    const { authorization = '' } = request.headers;
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    if (url.pathname === '/token') {
      const isKnown = authorization === login && url.searchParams.get('service') === 'test registry';
      response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
      response.end(isKnown ? JSON.stringify({ token: `for-${url.searchParams.get('scope') ?? ''}` }) : '{}');
      return;
    }
    if (/^basic/i.test(authorization)) process.stdout.write('leak\n');
    const name = /^\/v2\/(.+)\/(?:manifests|blobs|referrers)\//.exec(url.pathname)?.[1];
    const isAllowed =
      name === undefined
        ? /^Bearer for-/.test(authorization)
        : authorization === `Bearer for-repository:${name}:pull`;
    if (!isAllowed) {
      const scope = name === undefined ? '' : `,scope="repository:${name}:pull"`;
      const challenge = `Bearer realm="http://127.0.0.1:${port}/token",service="test registry"${scope}`;
      response.writeHead(401, { 'www-authenticate': challenge });
      response.end();
      return;
    }
    const { authorization: _, ...headers } = request.headers;
    const [hostname, backendPort] = backend.split(':');
    const forwarded = http.request(
      { hostname, port: backendPort, path: request.url, method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  })
  .listen(Number(port), '127.0.0.1');
