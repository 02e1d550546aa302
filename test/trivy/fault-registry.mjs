// A registry on loopback that answers wrongly, by the image's name: garbage, endless, login, error, silent.
// Use: node fault-registry.mjs PORT
import http from 'node:http';

const [port] = process.argv.slice(2);

http
  .createServer((request, response) => {
    const fault = /^\/v2\/example\/([a-z]+)\//.exec(request.url ?? '')?.[1];
    if (fault === 'garbage') response.end('<html>welcome</html>');
    else if (fault === 'login') {
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://192.0.2.1/token"' });
      response.end();
    } else if (fault === 'error') {
      response.writeHead(500);
      response.end();
    } else if (fault === 'cut') request.socket.destroy();
    else if (fault === 'endless') {
      const more = () => {
        while (response.write('{"manifests":['.repeat(5000)));
        response.once('drain', more);
      };
      more();
    } else {
      response.writeHead(404);
      response.end();
    }
  })
  .listen(Number(port), '127.0.0.1');
