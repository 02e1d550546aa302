// Health checks that can't be written in another program's words, and why.
import type { RefusedForm } from './form.ts';

/** The reason follows "not converted because". */
export const REFUSED_FORMS: readonly RefusedForm[] = [
  {
    check:
      'curl -s -o /dev/null -w "%{http_code}" http://localhost:19820/ | grep -qE \'^[0-9]{3}$\' || exit 1',
    refused: 'it is healthy even when nothing answers',
  },
  {
    check: 'test "$(curl -fsS http://127.0.0.1/ | wc -c)" -gt 1000 || exit 1',
    refused: 'it compares the answer with -gt',
  },
  {
    check: '[ "$(curl -I -q localhost:443 | grep 400 | wc -l)" == 1 ] || exit 1',
    refused: 'it works on the answer in several steps',
  },
  {
    check: ['curl', '-f', 'http://localhost:6464/health', '||', 'exit', '1'],
    refused: 'in exec form || and && are arguments, not operators',
  },
  {
    check:
      'curl -k "https://127.0.0.1:${serverPort}${serverContextPath}${HEALTH_CHECK_ENDPOINT}" | grep -q ${HEALTHY_RESPONSE_CONTAINS} || exit 1',
    refused: 'what it searches for is in a variable',
  },
  {
    check: 'curl --silent --fail ${HOST}:${PORT} || exit 1',
    refused: 'the address is in $HOST and known only when the container runs',
  },
  {
    check:
      "curl -I --connect-timeout 3 --max-time 10 --retry 3 --fail http://localhost:8020 || bash -c 'kill -s 15 -1 && (sleep 10; kill -s 9 -1)'",
    refused: 'it also runs "kill"',
  },
  {
    check:
      'wget --no-check-certificate -e use_proxy=yes -e https_proxy=127.0.0.1:8118 --quiet --spider \'https://x.onion\' && echo "ok"',
    refused: 'it sets wget options with -e',
  },
  { check: 'wget -q http://localhost:9130/ || kill 1', refused: 'it kills PID 1' },
  {
    check: 'sh -c "curl -fs http://localhost:$PORT/projects > /dev/null || kill 1"',
    refused: 'it kills PID 1',
  },
  {
    check: 'wget -qt1 -O- http://localhost:${PORT_INTERNAL?}/ping || kill 1',
    refused: 'it needs the shell to decide what $PORT_INTERNAL is',
  },
  {
    check: 'curl --unix-socket /run/mxcp/mxcp.sock http://localhost/health || exit 1',
    refused: 'it asks over a Unix socket',
  },
  {
    check:
      'curl -s -f -o /dev/null -w "%{http_code}" http://localhost:${PORT}${PATH}; if [ $? -eq 0 ]; then exit 0; else exit 1; fi',
    refused: 'where the port ends is known only at run time',
  },
  {
    check: 'curl -s http://localhost:8080/health | jq -e \'.status == "UP"\'',
    refused: 'it reads the answer with "jq"',
  },
  { check: 'nc -z localhost 8080 || exit 1', refused: 'it also runs "nc"' },
  { check: 'curl -f $URL', refused: 'the address is in $URL and known only when the container runs' },
  {
    check: 'wget -S --spider http://localhost:8080 2>&1 | grep -q "200 OK"',
    refused: 'it searches what the client reports, not the answer',
  },
  {
    check: 'curl -fs http://localhost:8080/health; exit 0',
    refused: 'it is always healthy, whatever is answered',
  },
  {
    check: 'curl -fs http://localhost:8080/health || true',
    refused: 'it is always healthy, whatever is answered',
  },
  { check: '! curl -fs http://localhost:8080/maintenance', refused: 'it is healthy when the request fails' },
  {
    check: 'curl -fs http://localhost:8080/a; curl -fs http://localhost:8080/b',
    refused: 'one request is ignored or chooses between others',
  },
  { check: 'pgrep nginx && curl -fs http://localhost/health', refused: 'it also runs "pgrep"' },
  { check: 'curl -f telnet://localhost:25', refused: 'it speaks telnet, not HTTP' },
  { check: 'curl -f $CURL_OPTS http://localhost:8080/', refused: 'it asks for several addresses at once' },
  {
    check: 'curl -fs "http://$HOSTNAME:8080/health"',
    refused: 'the host is in $HOSTNAME and known only when the container runs',
  },
  {
    check: 'for i in 1 2 3; do curl -fs http://localhost:8080/ && exit 0; done; exit 1',
    refused: 'it uses loops, functions or other shell programming',
  },
  { check: 'curl -fs http://localhost:8080/health &', refused: 'a part of it runs in the background' },
  {
    check: "curl -fs 'http://localhost:8080/{a,b}'",
    refused: 'its address has characters that clients treat differently',
  },
  { check: 'curl -fs --cacert /ca.pem https://localhost/health', refused: 'it uses a certificate file' },
  {
    check: 'curl -fs --data @/body.json http://localhost:8080/health',
    refused: 'its request body is a file',
  },
  { check: 'bash /healthcheck.sh', refused: 'it runs a script' },
  { check: ['CMD-SHELL', 'curl -f http://localhost/'], refused: 'it also runs "CMD-SHELL"' },
  {
    check: 'curl -fs http://localhost:$PORT/health -H "X: $(cat /token)"',
    refused: 'it uses what another command prints',
  },
  { check: 'curl -s http://localhost:8080/health | grep -v DOWN', refused: 'it uses the option -v' },
  {
    check: "curl -s http://localhost:8080/health | grep -E 'UP|OK'",
    refused: 'it searches the answer with a regular expression',
  },
  { check: 'curl -f "http://localhost:8080/health', refused: 'its shell syntax could not be read' },
  {
    check: 'test -f /tmp/ready && wget -q --spider http://localhost/',
    refused: 'it tests more than the answer',
  },
];
